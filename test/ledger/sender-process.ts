/**
 * A process of its own, for tests of what several processes do to one ledger:
 *   sender-process.ts PLACE CAMPAIGN die     becomes the sender, settles one batch, dies in the next
 *   sender-process.ts PLACE CAMPAIGN claim   claims and settles until nothing is left
 * PLACE is a `LedgerPlace` as JSON. Prints the number of each batch that it claims.
 */
import { type LedgerPlace, openLedger } from '../../src/ledger/open-ledger.ts';
import type { CampaignNumber } from '../../src/terms.ts';

const [place = '', number, what] = process.argv.slice(2);
const campaign = Number(number) as CampaignNumber;
const ledger = await openLedger({ ...(JSON.parse(place) as LedgerPlace), now: Date.now });

if (what === 'die') await ledger.takeSender(campaign);
for (let count = 1; ; count++) {
  const batch = await ledger.claimBatch(campaign);
  if (!batch) break;
  process.stdout.write(`${batch.number}\n`);
  if (what === 'die' && count === 2) process.kill(process.pid, 'SIGKILL');
  await ledger.settleBatch(batch, { state: 'accepted', messageId: `m${batch.number}` });
}
await ledger.close();
