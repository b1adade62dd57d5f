/**
 * A process of its own that sends, to be killed at any moment:
 *   send-process.ts FOLDER SANDBOX CAMPAIGN
 * Prints a line for each batch that it has settled. Waits are over at once.
 */
import { join } from 'node:path';
import { createSendGrid } from '../../src/delivery/sendgrid.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createLinks } from '../../src/links.ts';
import { sendCampaign } from '../../src/send.ts';
import { KEY, PUBLIC_URL, SECRET } from './settings.ts';

const [folder = '', url = '', name = ''] = process.argv.slice(2);
const ledger = await openLedger({ file: join(folder, 'ledger.sqlite'), now: Date.now });
const campaign = await ledger.findCampaign(name);
if (!campaign) throw new Error(`There is no campaign ${name}.`);
const transport = createSendGrid({ apiKey: KEY, url });
await sendCampaign(campaign, {
  ledger,
  links: createLinks({ url: PUBLIC_URL, secrets: [SECRET] }),
  secret: SECRET,
  now: Date.now,
  concurrency: 3,
  means: { transport, clock: { sleep: async () => {}, elapsed: () => 0 }, random: () => 0 },
  tell: (event) => {
    if (event.type !== 'batch') return;
    process.stdout.write(`${event.batch.number} ${event.settlement.state}\n`);
  },
});
await transport.close();
await ledger.close();
