import { crashWorkers, type Storm } from './crash-workers.ts';
import { judgeStorm, PHASES, type Phase, type StormAccount, WINDOW_S } from './judge-storm.ts';
import { openStage } from './open-stage.ts';
import { presentAccount, row, say, text } from './table.ts';

const PEOPLE = 20_000;
const PLAN = {
  people: PEOPLE,
  workers: 4,
  servers: 2,
  kills: { workers: 100, servers: 10 },
  stops: 10,
  cuts: 30,
  pauseMs: 1000,
  batchSize: 20,
  pace: 3,
  signers: 4,
};
const FAULTS = 'reset-before:0.04,reset-after:0.04,429:0.01,500:0.04,503:0.01,truncated:0.04';

/**
 * Four workers and two web servers on a PostgreSQL database of which everything is cut, stopped or
 * killed, as often as `PLAN` says. Prints a table; gives what is wrong.
 */
export async function crashWholeStorm(seed: number): Promise<readonly string[]> {
  const start = performance.now();
  const stage = await openStage({ people: PEOPLE, faults: FAULTS, latencyMs: [20, 100], seed });
  try {
    const storm = await crashWorkers(stage, { ...PLAN, seed, tell: say });
    const account = await judgeStorm(stage, storm, PLAN);
    const minutes = ((performance.now() - start) / 60_000).toFixed(1);
    say(`\nPostgreSQL: ${text(PEOPLE)} recipients, seed ${seed}, ${minutes} minutes\n`);
    present(storm, account);
    return [...account.complaints, ...missed(storm, account)];
  } finally {
    await stage.close();
  }
}

function present(storm: Storm, account: StormAccount): void {
  for (const [phase, name] of Object.entries(PHASES)) {
    row(`workers killed ${name}`, account.kills[phase as Phase]);
  }
  row('web servers killed', storm.serverKills);
  row('immediate stops of the database', storm.stops.length);
  row('cuts between program and database', storm.cuts);
  presentAccount(account, PEOPLE);
  row('signatures that were answered', account.answered);
  row('  of them lost', account.lost);
  row(`the most recipients in any ${WINDOW_S} seconds`, account.most);
  row('  that the rate lets go in so long', account.allowed);
}

function missed({ wasUnderWay }: Storm, { kills }: StormAccount): string[] {
  const never = Object.entries(kills).filter(([, count]) => count === 0);
  return [
    ...never.map(([phase]) => `No kill landed ${PHASES[phase as Phase]}.`),
    ...(wasUnderWay ? [] : ['Everything was sent before the last kill.']),
  ];
}
