/**
 * How many signatures the web side takes: `npm run bench:serve`. In one run, at 256 connections: bare
 * Fastify routes that insert the same row (one commit each); `outcry serve`; and 2,500 signatures a
 * second for a minute, in the middle of which the server is killed and started again. Prints a table,
 * and ends with 1 if a bound is missed.
 */
import { once } from 'node:events';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { readWorkspace } from '../../src/config.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createLinks } from '../../src/links.ts';
import { planCampaign } from '../../src/send.ts';
import type { RecipientNumber } from '../../src/terms.ts';
import { APPEAL, openBenchFolder, SECRET } from './bench-folder.ts';
import { type Loaded, postSignatures } from './post-signatures.ts';
import { startProcess } from './start-process.ts';

const SECONDS = 10;
const ROUNDS = 3;
const RECIPIENTS = 600_000;
/** A hundred times what took the UK Parliament's site down in March 2019: 1,500 a minute. */
const PEAK = 2_500;
const PEAK_SECONDS = 60;
const BOUND = { ofBare: 0.6, p99: 1000 };
const URL = 'http://127.0.0.1:4000';

const bench = openBenchFolder();
const file = join(bench.folder, '.outcry', 'ledger.sqlite');
try {
  process.exitCode = (await compare()) ? 0 : 1;
} finally {
  bench.close();
}

async function compare(): Promise<boolean> {
  const tokens = await freeze();
  const rounds: Record<'full' | 'normal' | 'own', Loaded>[] = [];
  for (let count = 0; count < ROUNDS; count += 1) {
    rounds.push({
      full: await bare('full', count),
      normal: await bare('normal', count),
      own: await withServer((url) => postSignatures({ url, tokens, seconds: SECONDS })),
    });
  }
  const middle = (of: 'full' | 'normal' | 'own') => median(rounds.map((round) => round[of]));
  const [full, normal, own] = [middle('full'), middle('normal'), middle('own')];
  say(`\n256 connections, ${SECONDS} s each, medians of ${ROUNDS} rounds`);
  say(row('bare route, each commit on the disk', full));
  say(row('bare route, no commit waited for', normal));
  say(row('outcry serve', own));
  const ratio = own.perSecond / full.perSecond;
  say(
    `outcry serve to the first ${ratio.toFixed(2)} (bound ${BOUND.ofBare}), to the second ${(own.perSecond / normal.perSecond).toFixed(2)}`,
  );
  const refused = rounds.reduce((sum, round) => sum + round.own.others, 0);
  const isHeld = await holdPeak(tokens);
  return ratio >= BOUND.ofBare && refused === 0 && isHeld;
}

/** Freezes an audience and gives its sign links' tokens. */
async function freeze(): Promise<IterableIterator<string>> {
  const { config } = readWorkspace(bench.folder, {});
  const ledger = await openLedger({ file, now: Date.now });
  const links = createLinks({ url: URL, secrets: [SECRET] });
  const tools = { settings: config, templateRoots: ['templates'], secret: SECRET, ledger, links };
  const senders = { from: undefined, replyTo: undefined };
  const lists = [await bench.list(RECIPIENTS)];
  const { number } = await planCampaign(
    { appeal: APPEAL, lists },
    { ...tools, url: URL, senders, now: Date.now },
  );
  const { recipients } = await ledger.tally(number);
  await ledger.close();
  return (function* () {
    for (let recipient = 1; recipient <= recipients; recipient += 1) {
      const { sign_link } = links.linksOf(number, recipient as RecipientNumber);
      yield sign_link.slice(sign_link.lastIndexOf('/') + 1);
    }
  })();
}

async function bare(synchronous: 'full' | 'normal', round: number): Promise<Loaded> {
  const database = join(bench.folder, `bare-${synchronous}-${round}.sqlite`);
  const argv = ['--import', 'tsx', 'test/bench/bare-server.ts', database, synchronous];
  const server = await startProcess(argv, {});
  const tokens = (function* () {
    for (let count = 0; ; count += 1) yield `t${count}`;
  })();
  const loaded = await postSignatures({ url: server.line, tokens, seconds: SECONDS });
  await server.end('SIGTERM');
  return loaded;
}

async function withServer<T>(use: (url: string) => Promise<T>): Promise<T> {
  const server = await startServe(0);
  try {
    return await use(server.url);
  } finally {
    await server.end('SIGTERM');
  }
}

async function startServe(port: number) {
  const argv = [
    'bin/outcry.js',
    'serve',
    '--json',
    '--workspace',
    bench.folder,
    '--port',
    `${port}`,
  ];
  const env = { OUTCRY_SECRET: SECRET, OUTCRY_URL: URL };
  const server = await startProcess(argv, { env });
  return { ...server, url: (JSON.parse(server.line) as { url: string }).url };
}

/** Every signature that was answered must be there, also those from before the kill. */
async function holdPeak(tokens: IterableIterator<string>): Promise<boolean> {
  const before = countSignatures();
  const first = await startServe(0);
  const port = Number(new globalThis.URL(first.url).port);
  const half = { url: first.url, tokens, rate: PEAK, seconds: PEAK_SECONDS / 2 };
  const killed = once(first.child, 'exit');
  setTimeout(() => first.child.kill('SIGKILL'), (PEAK_SECONDS * 1000) / 2 - 1000);
  const early = await postSignatures(half);
  await killed;
  const second = await startServe(port);
  const late = await postSignatures({ ...half, url: second.url });
  await second.end('SIGTERM');
  const kept = countSignatures() - before;
  say(
    `\n${PEAK} signatures a second for ${PEAK_SECONDS} s, the server killed a second before half-time`,
  );
  say(row('before, and into the void', early));
  say(row('started again', late));
  const answered = early.signed + late.signed;
  say(`answered ${text(answered)}, in the ledger ${text(kept)}`);
  return (
    kept >= answered && late.others === 0 && late.perSecond > 0.98 * PEAK && late.p99 < BOUND.p99
  );
}

function countSignatures(): number {
  const db = new SQLite(file, { readonly: true });
  try {
    return Number(db.prepare('select count(*) from signatures').pluck().get());
  } finally {
    db.close();
  }
}

function median(loads: readonly Loaded[]): Loaded {
  const sorted = [...loads].sort((one, other) => one.perSecond - other.perSecond);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (!middle) throw new Error('no rounds');
  return middle;
}

function row(name: string, { perSecond, p50, p99, others }: Loaded): string {
  const failed = others > 0 ? `, ${text(others)} not signed` : '';
  return `${name.padEnd(40)}${text(perSecond).padStart(8)} a second, p50 ${p50} ms, p99 ${p99} ms${failed}`;
}

function text(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: 0 });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
