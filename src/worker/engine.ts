/**
 * The job engine (graphile-worker, in the ledger's own database). Its jobs promise little: each is a
 * knock on the door, that there is something to do for a campaign. Knocked twice, or for nothing, does
 * no harm, for what a worker may send is the ledger's to say; and a knock that gets lost is made good by
 * the chores of the next minute. So no job holds anything but a campaign's number.
 */
import { Logger, makeWorkerUtils } from 'graphile-worker';
import { Client } from 'pg';
import { placeOfDatabase } from '../ledger/postgres/database-address.ts';
import { explainError } from '../ledger/postgres/explain-error.ts';
import type { CampaignNumber } from '../terms.ts';
import type { WorkLog } from './work-log.ts';

/** What a job says. */
export interface Knock {
  readonly campaign: CampaignNumber;
}

export interface Engine {
  /** Tells workers of a campaign; at most one knock of each waits, the last one. `at`: milliseconds since 1970. */
  knock(campaign: CampaignNumber, at?: number): Promise<void>;
  /** Lets go of what these hands of dead workers hold. */
  letGo(hands: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** By this flag a worker is not given what it has in hand already. */
export const flagOf = (campaign: CampaignNumber) => `campaign:${campaign}`;

/** "engn": two who bring the engine's tables up to date at once would be in each other's way. */
const MIGRATION_LOCK = 0x656e676e;

/** Opens it, its tables brought up to date. Throws an OutcryError (exit 3) where the database is away. */
export async function openEngine(address: string, log: WorkLog): Promise<Engine> {
  const explaining = explainingAs(placeOfDatabase(address));
  const options = { connectionString: address, maxPoolSize: 2, logger: engineLogger(log) };
  const utils = await explaining(() => inTurn(address, () => makeWorkerUtils(options)));
  return {
    knock: (campaign, at) =>
      explaining(async () => {
        await utils.addJob('send', { campaign } satisfies Knock, {
          jobKey: `send:${campaign}`,
          flags: [flagOf(campaign)],
          ...(at !== undefined && { runAt: new Date(at) }),
        });
      }),
    letGo: (hands) => explaining(() => utils.forceUnlockWorkers([...hands])),
    close: async () => {
      await utils.release();
    },
  };
}

/** One after another: to open the engine is to bring its tables up to date. */
async function inTurn<T>(connectionString: string, work: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString });
  // Whoever waits for an answer is told; without a listener the process would end.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work();
  } finally {
    await client.end();
  }
}

/** Does it, and says of a database's trouble what a person can do. */
function explainingAs(place: string) {
  return async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw explainError(error, place, 'connecting');
    }
  };
}

/** What the engine has to say goes into our log: its troubles only, it talks much. */
export function engineLogger(log: WorkLog): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') {
      log({ level: level === 'error' ? 'error' : 'warn', what: `The job engine: ${message}` });
    }
  });
}
