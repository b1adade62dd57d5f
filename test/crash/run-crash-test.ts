/**
 * The crash test, whole: `npm run test:crash`. 20,000 recipients, a faulty SendGrid, and the real
 * program, killed with SIGKILL at 200 moments and started again each time. Prints a table, and ends
 * with 1 if anybody was taken twice, or is missing, or a phase was never met. Another seed gives other
 * moments: `npm run test:crash -- 7`.
 */
import { type Crashes, crashSend, PHASES, type Phase } from './crash-send.ts';
import { type Account, judgeCrashes } from './judge-crashes.ts';
import { openScene } from './open-scene.ts';

const PEOPLE = 20_000;
const PLAN = { people: PEOPLE, freezeKills: 20, sendKills: 180, batchSize: 20, pace: 12 };
const FAULTS = 'reset-before:0.04,reset-after:0.04,429:0.03,500:0.04,503:0.03,truncated:0.04';
const SEED = Number(process.argv[2] ?? 2018);

const start = performance.now();
const scene = await openScene({ people: PEOPLE, faults: FAULTS, latencyMs: [20, 100], seed: SEED });
try {
  const crashes = await crashSend(scene, { ...PLAN, seed: SEED, tell: say });
  const account = await judgeCrashes(scene, crashes, PEOPLE);
  present(crashes, account);
  const complaints = [...account.complaints, ...missed(crashes)];
  for (const complaint of complaints) say(`WRONG: ${complaint}`);
  process.exitCode = complaints.length === 0 ? 0 : 1;
} finally {
  await scene.close();
}

function missed({ kills }: Crashes): string[] {
  const never = Object.entries(kills).flatMap(([phase, count]) => (count === 0 ? [phase] : []));
  const all = Object.values(kills).reduce((sum, count) => sum + count, 0);
  const few = all < PLAN.freezeKills + PLAN.sendKills ? [`There were only ${all} kills.`] : [];
  return [...few, ...never.map((phase) => `No kill landed ${PHASES[phase as Phase]}.`)];
}

function present({ kills }: Crashes, account: Account): void {
  const { before, after, unknownBatches, faults } = account;
  const minutes = ((performance.now() - start) / 60_000).toFixed(1);
  say(`\n${text(PEOPLE)} recipients, seed ${SEED}, ${minutes} minutes\n`);
  for (const [phase, name] of Object.entries(PHASES)) row(`killed ${name}`, kills[phase as Phase]);
  row('requests that reached SendGrid', account.requests);
  const met = Object.entries(faults).map(([fault, count]) => `${fault} ${count}`);
  row('  of them met a fault', sum(faults), met.join(', '));
  row('accepted, by its answers alone', before.accepted);
  row('unknown', before.unknown);
  row('  batches that SendGrid says are ambiguous', unknownBatches.ambiguous);
  row('  others, that died with their process', unknownBatches.died);
  row('accepted, with its events', after.accepted);
  row('unknown, and never taken', after.unknown);
  row("taken, by SendGrid's own books", account.taken);
  row('taken twice', account.duplicates);
  row('missing', PEOPLE - after.accepted - after.unknown);
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function row(name: string, value: number, more = ''): void {
  say(`${name.padEnd(48)}${text(value).padStart(7)}${more && `  ${more}`}`);
}

function text(value: number): string {
  return value.toLocaleString('en-GB');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
