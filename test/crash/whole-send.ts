import { type Crashes, crashSend, PHASES, type Phase } from './crash-send.ts';
import { judgeCrashes } from './judge-crashes.ts';
import { openScene } from './open-scene.ts';
import { presentAccount, row, say, sum, text } from './table.ts';

const PEOPLE = 20_000;
const PLAN = { people: PEOPLE, freezeKills: 20, sendKills: 180, batchSize: 20, pace: 12 };
const FAULTS = 'reset-before:0.04,reset-after:0.04,429:0.03,500:0.04,503:0.03,truncated:0.04';

/**
 * The program, killed at 200 moments while it sends to 20,000 recipients from one machine. Prints a
 * table; gives what is wrong.
 */
export async function crashWholeSend(seed: number): Promise<readonly string[]> {
  const start = performance.now();
  const scene = await openScene({ people: PEOPLE, faults: FAULTS, latencyMs: [20, 100], seed });
  try {
    const crashes = await crashSend(scene, { ...PLAN, seed, tell: say });
    const account = await judgeCrashes(scene, crashes, PEOPLE);
    const minutes = ((performance.now() - start) / 60_000).toFixed(1);
    say(`\nSQLite: ${text(PEOPLE)} recipients, seed ${seed}, ${minutes} minutes\n`);
    for (const [phase, name] of Object.entries(PHASES)) {
      row(`killed ${name}`, crashes.kills[phase as Phase]);
    }
    presentAccount(account, PEOPLE);
    return [...account.complaints, ...missed(crashes)];
  } finally {
    await scene.close();
  }
}

function missed({ kills }: Crashes): string[] {
  const never = Object.entries(kills).flatMap(([phase, count]) => (count === 0 ? [phase] : []));
  const all = sum(kills);
  const few = all < PLAN.freezeKills + PLAN.sendKills ? [`There were only ${all} kills.`] : [];
  return [...few, ...never.map((phase) => `No kill landed ${PHASES[phase as Phase]}.`)];
}
