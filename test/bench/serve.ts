/**
 * How many signatures the web side takes: `npm run bench:serve`. In one run, at 256 connections: bare
 * Fastify routes that insert the same row (one commit each); `outcry serve`, with its ledger in a file
 * and in PostgreSQL; and 2,500 signatures a second for a minute, in the middle of which the server is
 * killed and started again. Prints a table, and ends with 1 if a bound is missed.
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { type WebSide, webSideOnPostgres, webSideOnSqlite } from './a-web-side.ts';
import { openBenchFolder } from './bench-folder.ts';
import { type Loaded, postSignatures } from './post-signatures.ts';
import { startProcess } from './start-process.ts';

const SECONDS = 10;
const ROUNDS = 3;
const RECIPIENTS = { sqlite: 600_000, postgres: 300_000 };
/** A hundred times what took the UK Parliament's site down in March 2019: 1,500 a minute. */
const PEAK = 2_500;
const PEAK_SECONDS = 60;
const BOUND = { ofBare: 0.6, p99: 1000, ofSqlite: 0.4 };

type Kind = 'full' | 'normal' | 'sqlite' | 'postgres';

const bench = openBenchFolder();
const elsewhere = openBenchFolder();
try {
  process.exitCode = (await compare()) ? 0 : 1;
} finally {
  bench.close();
  elsewhere.close();
}

async function compare(): Promise<boolean> {
  const sqlite = await webSideOnSqlite(bench, RECIPIENTS.sqlite);
  const postgres = await webSideOnPostgres(elsewhere, RECIPIENTS.postgres);
  try {
    const rounds: Record<Kind, Loaded>[] = [];
    for (let count = 0; count < ROUNDS; count += 1) {
      rounds.push({
        full: await bare('full', count),
        normal: await bare('normal', count),
        sqlite: await load(sqlite),
        postgres: await load(postgres),
      });
    }
    const isFast = present(rounds);
    return (await holdPeak(sqlite)) && isFast;
  } finally {
    await postgres.close();
  }
}

/** Says what came of it, and whether that is within the bounds. */
function present(rounds: readonly Record<Kind, Loaded>[]): boolean {
  const middle = (of: Kind) => median(rounds.map((round) => round[of]));
  const [full, normal] = [middle('full'), middle('normal')];
  const [sqlite, postgres] = [middle('sqlite'), middle('postgres')];
  say(`\n256 connections, ${SECONDS} s each, medians of ${ROUNDS} rounds`);
  say(row('bare route, each commit on the disk', full));
  say(row('bare route, no commit waited for', normal));
  say(row('outcry serve', sqlite));
  say(row('outcry serve, on PostgreSQL', postgres));
  const share = (of: Loaded, among: Loaded) => of.perSecond / among.perSecond;
  const ofBare = share(sqlite, full);
  const ofSqlite = share(postgres, sqlite);
  say(
    `outcry serve to the first ${ofBare.toFixed(2)} (bound ${BOUND.ofBare}), to the second ${share(sqlite, normal).toFixed(2)}`,
  );
  say(`on PostgreSQL to that ${ofSqlite.toFixed(2)} (bound ${BOUND.ofSqlite})`);
  const refused = rounds.reduce(
    (sum, { sqlite, postgres }) => sum + sqlite.others + postgres.others,
    0,
  );
  return ofBare >= BOUND.ofBare && ofSqlite >= BOUND.ofSqlite && refused === 0;
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

async function load(side: WebSide): Promise<Loaded> {
  const { url, end } = await side.start(0);
  try {
    return await postSignatures({ url, tokens: side.tokens, seconds: SECONDS });
  } finally {
    await end('SIGTERM');
  }
}

/** Every signature that was answered must be there, also those from before the kill. */
async function holdPeak(side: WebSide): Promise<boolean> {
  const before = await side.countSignatures();
  const first = await side.start(0);
  const port = Number(new URL(first.url).port);
  const half = { url: first.url, tokens: side.tokens, rate: PEAK, seconds: PEAK_SECONDS / 2 };
  const killed = once(first.child, 'exit');
  setTimeout(() => first.child.kill('SIGKILL'), (PEAK_SECONDS * 1000) / 2 - 1000);
  const early = await postSignatures(half);
  await killed;
  const second = await side.start(port);
  const late = await postSignatures({ ...half, url: second.url });
  await second.end('SIGTERM');
  const kept = (await side.countSignatures()) - before;
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
