/** Looks at everything that a campaign needs, and changes nothing anywhere. */
import { checkFiles } from './check-files.ts';
import { checkUrl } from './check-url.ts';
import { checkConfig, checkNode, checkSecrets } from './check-workspace.ts';
import { examineLedger } from './examine-ledger.ts';
import { examineSendGrid } from './examine-sendgrid.ts';
import type { Finding } from './finding.ts';
import type { Setup } from './setup.ts';

/** Every finding, in the order in which things are mended. */
export async function examine(setup: Setup): Promise<readonly Finding[]> {
  // The ledger first: to read a large one holds up whatever else is under way.
  const ledger = examineLedger(setup);
  const [here, { findings }, url, sendGrid] = await Promise.all([
    examineHere(setup),
    ledger,
    checkUrl(setup),
    examineSendGrid(
      setup,
      ledger.then(
        ({ waiting }) => waiting,
        () => undefined,
      ),
    ),
  ]);
  return [...here, ...findings, url, ...sendGrid];
}

function examineHere(setup: Setup): Promise<Finding[]> {
  return Promise.all([
    checkNode(setup),
    checkConfig(setup),
    checkSecrets(setup),
    checkFiles(setup),
  ]);
}
