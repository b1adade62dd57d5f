/**
 * How a send grows with the machines: `npm run bench:scale -- [--recipients N] [--keep]`, by default a
 * million. In one run, on a PostgreSQL server with the durability that it comes with and against a sandbox
 * that answers after 80 ms: planning by COPY, one send from a ledger in a file, sends by 1, 2 and 4
 * workers, and events. Prints a table, and ends with 1 if a bound is missed. `--keep` writes what was
 * measured to `measured.json`, from which `npm run how-far` computes the README's table.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import SQLite from 'better-sqlite3';
import { readWorkspace } from '../../src/config.ts';
import type { Campaign } from '../../src/ledger/ledger.ts';
import { type LedgerPlace, openLedger } from '../../src/ledger/open-ledger.ts';
import { createLinks } from '../../src/links.ts';
import { planCampaign } from '../../src/send.ts';
import { type DatabaseServer, startDatabaseServer } from './a-database-server.ts';
import { APPEAL, KEY, openBenchFolder, SECRET } from './bench-folder.ts';
import { measureEvents } from './measure-events.ts';
import { measurePlanning } from './measure-planning.ts';
import { measureSending, onTheWay, type Sending } from './measure-sending.ts';
import { MEASURED, type Measured } from './measured.ts';
import { isWithinBounds, presentScale } from './present-scale.ts';
import { planAnew, sizesEach } from './query.ts';
import { runNode, startSandboxProcess } from './start-process.ts';

const LATENCY_MS = 80;
const CREWS = [1, 2, 4];
/** Of so many batches, at most, SendGrid tells what became of them. */
const TOLD = 20;
const URL_OF_PAGES = 'http://127.0.0.1:4000';

const { values } = parseArgs({
  options: { recipients: { type: 'string', default: '1000000' }, keep: { type: 'boolean' } },
});
const RECIPIENTS = Number(values.recipients);
if (!Number.isInteger(RECIPIENTS) || RECIPIENTS < 1000) {
  throw new Error('--recipients is a number of 1000 and more.');
}

const [load = Number.NaN] = loadavg();
const bench = openBenchFolder();
const sandbox = await startSandboxProcess(LATENCY_MS);
const server = await startDatabaseServer();
try {
  const measured = await measure(server);
  for (const line of presentScale(measured)) process.stdout.write(`${line}\n`);
  if (values.keep) writeFileSync(MEASURED, `${JSON.stringify(measured, rounded, 2)}\n`);
  process.exitCode = isWithinBounds(measured) ? 0 : 1;
} finally {
  await server.stop();
  await sandbox.stop();
  bench.close();
}

async function measure(server: DatabaseServer): Promise<Measured> {
  const planning = await measurePlanning(await server.create('planning'), RECIPIENTS);
  await server.drop('planning');
  const list = await bench.list(RECIPIENTS);
  const sqlite = await sendFromFile(list);
  const database = await server.create('sending');
  await server.checkpoint();
  const before = await server.weigh();
  const { campaign, rate: fromList } = await plan(list, { database });
  const databaseTime = (((await server.weigh()).cpu - before.cpu) * 1e6) / RECIPIENTS;
  const sending: Sending[] = [];
  for (const workers of CREWS) {
    await planAnew(database, campaign);
    sending.push(await measureSending(workers, { ...howToSend(campaign), server, database }));
  }
  const disk = await sizesEach(database, RECIPIENTS);
  await planAnew(database, campaign);
  const events = await measureEvents(TOLD, { server, database, campaign });
  const machine = `${availableParallelism()} cores, Node ${process.versions.node}, PostgreSQL ${server.version}`;
  const all = { planning: { ...planning, fromList, databaseTime }, sqlite, sending, disk, events };
  return { recipients: RECIPIENTS, machine, load, latencyMs: LATENCY_MS, ...all };
}

function howToSend(campaign: Campaign) {
  const env = { OUTCRY_SECRET: SECRET, SENDGRID_API_KEY: KEY, OUTCRY_SENDGRID_URL: sandbox.url };
  const { folder } = bench;
  return { campaign, recipients: RECIPIENTS, sandboxPid: sandbox.pid, folder, env };
}

/** Plans it as `outcry send` does. */
async function plan(list: string, place: LedgerPlace) {
  const { config } = readWorkspace(bench.folder, {});
  const links = createLinks({ url: URL_OF_PAGES, secrets: [SECRET] });
  const ledger = await openLedger({ ...place, now: Date.now });
  const workshop = { settings: config, templateRoots: ['templates'], secret: SECRET };
  const senders = { from: undefined, replyTo: undefined };
  const tools = { ...workshop, ledger, links, url: URL_OF_PAGES, now: Date.now, senders };
  const start = performance.now();
  const campaign = await planCampaign({ appeal: APPEAL, lists: [list] }, tools);
  const rate = RECIPIENTS / ((performance.now() - start) / 1000);
  await ledger.close();
  return { campaign, rate };
}

/** Recipients a second of one process on one machine, with the ledger that is there by default. */
async function sendFromFile(list: string): Promise<number> {
  const file = path.join(bench.folder, '.outcry', 'ledger.sqlite');
  const { campaign } = await plan(list, { file });
  const { env } = howToSend(campaign);
  const argv = ['bin/outcry.js', 'resume', campaign.name, '--json', '--workspace', bench.folder];
  const { out } = await runNode(argv, { env });
  const { accepted } = JSON.parse(out);
  if (accepted !== RECIPIENTS) throw new Error(`${accepted} of ${RECIPIENTS} were accepted.`);
  const ledger = new SQLite(file, { readonly: true });
  const seconds = ledger.prepare(onTheWay(campaign)).pluck().get() as number;
  ledger.close();
  return RECIPIENTS / seconds;
}

/** Four digits say what a run can say. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value;
}
