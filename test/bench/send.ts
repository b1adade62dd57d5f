/**
 * How fast a send is: `npm run bench:send`. In one run, against the sandbox in a process of its own:
 * one `sgMail.send` for each recipient; the real command line with lists of 10,000, 100,000 and
 * 1,000,000; what such a send cannot do without, each alone; and the share of each stage. Prints a
 * table, and ends with 1 if a bound is missed.
 */
import { loadavg } from 'node:os';
import type { Workshop } from '../../src/campaign/load-letter.ts';
import { readWorkspace } from '../../src/config.ts';
import { APPEAL, KEY, openBenchFolder, SECRET } from './bench-folder.ts';
import { measureFloors } from './measure-floors.ts';
import { measureStages, type Stages } from './measure-stages.ts';
import { finishedMails, sendEach } from './send-each.ts';
import { type Run, runNode, startSandboxProcess } from './start-process.ts';

const ROUNDS = 3;
const ROWS = 100_000;
const EACH = 3_000;
/** Sent before the clock starts, so that one `sgMail.send` each is measured at its best. */
const WARM_UP = 500;
const MILLION = 1_000_000;
/** How long an API takes to answer that is near. */
const LATENCY_MS = 20;
/** So many take two seconds. */
const EACH_FAR = 100;
const BOUND = { ratio: 50, nearRatio: 15, floors: 2.5, mb: 250, growth: 1.3, wire: 1 / 50 };

const bench = openBenchFolder();
const sandbox = await startSandboxProcess();
const far = await startSandboxProcess(LATENCY_MS);
try {
  process.exitCode = (await compare()) ? 0 : 1;
} finally {
  await sandbox.stop();
  await far.stop();
  bench.close();
}

async function compare(): Promise<boolean> {
  const { config } = readWorkspace(bench.folder, {});
  const workshop = { settings: config, templateRoots: ['templates'], secret: SECRET };
  const each = await bench.list(EACH);
  const mails = await finishedMails(each, workshop);
  const lists = {
    one: await bench.list(1),
    few: await bench.list(ROWS / 10),
    many: await bench.list(ROWS),
  };
  await sendEach(mails.slice(0, WARM_UP), sandbox.url, 1);
  // Turn and turn about, so that what else the machine does falls on all of them.
  const rounds: Awaited<ReturnType<typeof round>>[] = [];
  for (let count = 0; count < ROUNDS; count += 1) {
    rounds.push(await round(mails, lists));
  }
  const alone = median(rounds.map(({ one }) => one));
  const together = median(rounds.map(({ ten }) => ten));
  const send = median(rounds.map(({ many }) => rate(many, ROWS)));
  const peak = Math.max(...rounds.map(({ many }) => many.peakMb ?? 0));
  const peakFew = Math.max(...rounds.map(({ few }) => few.peakMb ?? 0));
  const seconds = (pick: 'single' | 'few' | 'many') =>
    median(rounds.map((one) => one[pick].ms)) / 1000;

  say(`\nmedians of ${ROUNDS} rounds; load of the machine ${loadavg()[0]?.toFixed(1)}\n`);
  say(row('sgMail.send each, one after another', alone, 'recipients/s'));
  say(row('sgMail.send each, ten at once', together, 'recipients/s'));
  say(
    row(
      `outcry send, ${text(ROWS)}, start to exit`,
      send,
      `recipients/s  ${seconds('many').toFixed(2)} s`,
    ),
  );
  say(
    row(
      `outcry send, ${text(ROWS / 10)}, start to exit`,
      ROWS / 10 / seconds('few'),
      `recipients/s  ${seconds('few').toFixed(2)} s`,
    ),
  );
  say(row('ratio to one after another', send / alone, 'times'));
  say(row('ratio to ten at once', send / together, 'times'));
  say(row(`peak memory, ${text(ROWS)} (VmHWM)`, peak, `MB, bound ${BOUND.mb}`));
  say(row(`peak memory, ${text(ROWS / 10)}`, peakFew, 'MB'));

  const wholeBytes = mails.reduce((sum, mail) => sum + Buffer.byteLength(JSON.stringify(mail)), 0);
  const kept = [
    await compareMillion({ alone, peak }),
    await compareFar(mails.slice(0, EACH_FAR), lists.many),
    await compareFloors(lists.many, workshop, seconds('many') * 1000, wholeBytes / EACH),
    peak < BOUND.mb,
  ];
  presentStages(await stagesOf(lists.many, workshop), seconds('single') * 1000);
  return !kept.includes(false);
}

async function compareMillion({ alone, peak }: { alone: number; peak: number }): Promise<boolean> {
  const run = await sendList(await bench.list(MILLION), MILLION);
  const ratio = rate(run, MILLION) / alone;
  const growth = (run.peakMb ?? 0) / peak;
  say(`\n${text(MILLION)} recipients, start to exit: ${(run.ms / 1000).toFixed(1)} s`);
  say(row('outcry send', rate(run, MILLION), 'recipients/s'));
  say(row('ratio to one sgMail.send after another', ratio, `times, bound ${BOUND.nearRatio}`));
  say(row('peak memory', run.peakMb ?? Number.NaN, 'MB'));
  say(row(`against that of ${text(ROWS)}`, growth, `times, bound ${BOUND.growth}`));
  return ratio >= BOUND.nearRatio && growth <= BOUND.growth;
}

/** On this machine an answer takes as long as it is computed, and both sides share the processors. */
async function compareFar(mails: Mails, list: string): Promise<boolean> {
  const alone = await sendEach(mails, far.url, 1);
  const run = await sendList(list, ROWS, far.url);
  const ratio = rate(run, ROWS) / alone;
  say(`\nwith an API that answers after ${LATENCY_MS} ms`);
  say(row('sgMail.send each, one after another', alone, 'recipients/s'));
  say(row(`outcry send, ${text(ROWS)}, start to exit`, rate(run, ROWS), 'recipients/s'));
  say(row('ratio', ratio, `times, bound ${BOUND.ratio}`));
  return ratio >= BOUND.ratio;
}

async function compareFloors(
  list: string,
  workshop: Workshop,
  sendMs: number,
  wholeBytes: number,
): Promise<boolean> {
  bench.forget();
  const measured = { folder: bench.folder, list, sandboxUrl: sandbox.url, workshop };
  const { ms, wireBytes } = await measureFloors(measured);
  const sum = Object.values(ms).reduce((total, one) => total + one, 0);
  const wire = wireBytes / ROWS / wholeBytes;
  say(`\nwhat a send of ${text(ROWS)} cannot do without, each alone`);
  for (const [floor, alone] of Object.entries(ms)) say(row(floor, alone, 'ms'));
  say(row('their sum', sum, 'ms'));
  say(row('outcry send, start to exit, to that', sendMs / sum, `times, bound ${BOUND.floors}`));
  const bytes = `bytes, ${text(wholeBytes)} as a message each`;
  say(row('on the wire, each', wireBytes / ROWS, bytes));
  say(row('whole messages to that', 1 / wire, `times, bound ${1 / BOUND.wire}`));
  return sendMs / sum <= BOUND.floors && wire <= BOUND.wire;
}

interface Lists {
  readonly one: string;
  readonly few: string;
  readonly many: string;
}

type Mails = Awaited<ReturnType<typeof finishedMails>>;

async function round(mails: Mails, lists: Lists) {
  return {
    one: await sendEach(mails, sandbox.url, 1),
    many: await sendList(lists.many, ROWS),
    ten: await sendEach(mails, sandbox.url, 10),
    few: await sendList(lists.few, ROWS / 10),
    single: await sendList(lists.one, 1),
  };
}

/** The real command, as staff run it. */
async function sendList(list: string, rows: number, url = sandbox.url): Promise<Run> {
  bench.forget();
  const argv = ['bin/outcry.js', 'send', APPEAL, '--list', list, '--yes', '--json'];
  const env = { OUTCRY_SECRET: SECRET, SENDGRID_API_KEY: KEY, OUTCRY_SENDGRID_URL: url };
  const run = await runNode([...argv, '--workspace', bench.folder], { env });
  const { accepted, skipped } = JSON.parse(run.out);
  if (accepted + skipped.invalid !== rows) throw new Error(`${accepted} of ${rows} were accepted.`);
  return run;
}

async function stagesOf(list: string, workshop: Workshop): Promise<Stages> {
  bench.forget();
  return measureStages({ folder: bench.folder, list, sandboxUrl: sandbox.url, workshop });
}

function presentStages(stages: Stages, singleMs: number): void {
  const fixed = Math.max(0, singleMs - stages.compile);
  const all = Object.entries({ 'start and imports': fixed, ...stages });
  const sum = all.reduce((total, [, ms]) => total + ms, 0);
  say(`\nthe share of each stage, ${text(ROWS)} recipients, one request at a time`);
  for (const [stage, ms] of all) {
    const each = `${((ms / ROWS) * 1000).toFixed(1)} µs each`;
    say(row(stage, ms, `ms ${((100 * ms) / sum).toFixed(0).padStart(4)} %  ${each}`));
  }
}

function rate({ ms }: Run, rows: number): number {
  return rows / (ms / 1000);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function text(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: value < 100 ? 1 : 0 });
}

function row(name: string, value: number, unit: string): string {
  return `${name.padEnd(42)}${text(value).padStart(9)} ${unit}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
