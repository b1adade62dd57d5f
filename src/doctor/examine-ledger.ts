import { inspectDatabase, inspectLedger } from '../ledger/inspect-ledger.ts';
import { checkDisk, judgeDatabase, judgeLedger } from './check-ledger.ts';
import { type Finding, heed, skipped } from './finding.ts';
import type { Setup } from './setup.ts';

interface LedgerExamined {
  readonly findings: readonly Finding[];
  /** To how many people campaigns have yet to be sent; undefined if the ledger does not tell. */
  readonly waiting: number | undefined;
}

/** The ledger in its file or its database. The disk of a database's server cannot be seen from here. */
export async function examineLedger({ environment, ledgerFile }: Setup): Promise<LedgerExamined> {
  const database = environment.OUTCRY_DATABASE_URL;
  let waiting: number | undefined;
  let isCurrent = false;
  const ledger = await heed('Ledger', async () => {
    if (database) {
      const condition = await inspectDatabase(database);
      ({ waiting } = condition);
      isCurrent = condition.exists && waiting !== undefined;
      return judgeDatabase(condition);
    }
    const condition = inspectLedger(ledgerFile);
    ({ waiting } = condition);
    return judgeLedger(ledgerFile, condition);
  });
  if (!database) return { findings: [ledger, await checkDisk(ledgerFile)], waiting };
  const workers = isCurrent ? await examineWorkers(database) : UNKNOWN;
  return { findings: [ledger, ...workers], waiting };
}

const UNKNOWN = ['Job engine', 'Workers'].map((about) =>
  skipped(about, 'They are looked at once the ledger is up to date: see the ledger.'),
);

/** What only a shared ledger has. */
async function examineWorkers(database: string): Promise<Finding[]> {
  const { inspectEngine } = await import('../worker/inspect-engine.ts');
  const { inspectCrew } = await import('../ledger/postgres/inspect-crew.ts');
  const { judgeEngine, judgeWorkers } = await import('./check-workers.ts');
  const crew = inspectCrew(database);
  return Promise.all([
    heed('Job engine', async () => judgeEngine(await inspectEngine(database), await crew)),
    heed('Workers', async () => judgeWorkers(await crew)),
  ]);
}
