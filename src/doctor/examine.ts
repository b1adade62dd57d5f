/** Looks at everything that a campaign needs, and changes nothing anywhere. */
import { checkFiles } from './check-files.ts';
import { checkDatabase, checkDisk, checkLedger } from './check-ledger.ts';
import { checkUrl } from './check-url.ts';
import { checkConfig, checkNode, checkSecrets } from './check-workspace.ts';
import { examineSendGrid } from './examine-sendgrid.ts';
import { type Finding, heed } from './finding.ts';
import type { Setup } from './setup.ts';

/** Every finding, in the order in which things are mended. */
export async function examine(setup: Setup): Promise<readonly Finding[]> {
  // First what is here: to read a large ledger holds up whatever is under way.
  const [here, url, sendGrid] = await Promise.all([
    examineHere(setup),
    checkUrl(setup),
    examineSendGrid(setup),
  ]);
  return [...here, url, ...sendGrid];
}

function examineHere(setup: Setup): Promise<Finding[]> {
  return Promise.all([
    checkNode(setup),
    checkConfig(setup),
    checkSecrets(setup),
    checkFiles(setup),
    ...examineLedger(setup),
  ]);
}

/** The disk of a database's server cannot be seen from here. */
export function examineLedger({ environment, ledgerFile }: Setup): Promise<Finding>[] {
  const database = environment.OUTCRY_DATABASE_URL;
  if (database) return [heed('Ledger', () => checkDatabase(database))];
  return [heed('Ledger', () => checkLedger(ledgerFile)), checkDisk(ledgerFile)];
}
