import { setTimeout as wait } from 'node:timers/promises';
import type { Campaign } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { openEngine } from '../../src/worker/engine.ts';
import type { DatabaseServer } from './a-database-server.ts';
import { timeOf } from './process-time.ts';
import { query } from './query.ts';
import { startProcess } from './start-process.ts';

/** How one campaign was sent. Times are of processors, in microseconds a recipient; so is the log, in bytes. */
export interface Sending {
  readonly workers: number;
  /** Recipients a second, from the first claim to the last answer, as the ledger has kept them. */
  readonly rate: number;
  readonly databaseTime: number;
  /** Of all workers together. */
  readonly workerTime: number;
  readonly sandboxTime: number;
  readonly walBytes: number;
}

interface Measured {
  readonly server: DatabaseServer;
  readonly database: string;
  readonly campaign: Campaign;
  readonly recipients: number;
  readonly sandboxPid: number;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

const LOOK_MS = 200;

/** Has so many workers, each a process of its own, send a campaign that is planned. */
export async function measureSending(workers: number, measured: Measured): Promise<Sending> {
  const { server, database, campaign, recipients, sandboxPid, folder, env } = measured;
  const ledger = await openLedger({ database, now: Date.now });
  const engine = await openEngine(database, () => {});
  const crew = await Promise.all(
    Array.from({ length: workers }, () =>
      startProcess(['bin/outcry.js', 'worker', '--json', '--workspace', folder], {
        env: { ...env, OUTCRY_DATABASE_URL: database },
      }),
    ),
  );
  const pids = crew.map(({ child }) => child.pid ?? 0);
  const read = async () => ({
    ...(await server.weigh()),
    workers: pids.reduce((sum, pid) => sum + timeOf(pid), 0),
    sandbox: timeOf(sandboxPid),
  });
  try {
    await server.checkpoint();
    const before = await read();
    await ledger.handOver(campaign.number);
    await engine.knock(campaign.number);
    while ((await ledger.campaignByNumber(campaign.number))?.state !== 'done') await wait(LOOK_MS);
    const after = await read();
    const { accepted } = await ledger.tally(campaign.number);
    if (accepted !== recipients) throw new Error(`${accepted} of ${recipients} were accepted.`);
    const [{ seconds }] = await query<[{ seconds: string }]>(database, onTheWay(campaign));
    const each = (seconds: number) => (seconds * 1e6) / recipients;
    return {
      workers,
      rate: recipients / Number(seconds),
      databaseTime: each(after.cpu - before.cpu),
      workerTime: each(after.workers - before.workers),
      sandboxTime: each(after.sandbox - before.sandbox),
      walBytes: (after.wal - before.wal) / recipients,
    };
  } finally {
    await Promise.all(crew.map(({ end }) => end('SIGTERM')));
    await engine.close();
    await ledger.close();
  }
}

/** From the first claim to the last answer, in seconds: both ledgers keep it, however a campaign is sent. */
export const onTheWay = ({ number }: Campaign) =>
  `select (max(settled_at) - min(claimed_at)) / 1000.0 as seconds from batches where campaign = ${number}`;
