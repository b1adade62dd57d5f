import { inspectDatabase, inspectLedger } from '../ledger/inspect-ledger.ts';
import { checkDisk, judgeDatabase, judgeLedger } from './check-ledger.ts';
import { type Finding, heed } from './finding.ts';
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
  const ledger = await heed('Ledger', async () => {
    if (database) {
      const condition = await inspectDatabase(database);
      ({ waiting } = condition);
      return judgeDatabase(condition);
    }
    const condition = inspectLedger(ledgerFile);
    ({ waiting } = condition);
    return judgeLedger(ledgerFile, condition);
  });
  return { findings: database ? [ledger] : [ledger, await checkDisk(ledgerFile)], waiting };
}
