import { EXIT } from '../../errors.ts';
import type { Campaign, Ledger } from '../../ledger/ledger.ts';
import type { RunCommand } from '../command.ts';
import { withContext } from '../open-context.ts';
import { campaignJson, presentTally } from '../present-campaign.ts';
import { json, readOptions } from '../read-options.ts';
import { requireCampaign } from '../require-campaign.ts';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, json);
    const ledger = await context.ledger();
    if (args[0] === undefined) {
      io.out(await listAll(ledger, options.json));
      return EXIT.done;
    }
    const campaign = await requireCampaign(ledger, args[0]);
    const tally = await ledger.tally(campaign.number);
    if (options.json) {
      io.out(JSON.stringify(campaignJson(campaign, campaign.state, tally)));
      return EXIT.done;
    }
    io.out(presentTally(campaign, campaign.state, tally));
    for (const batch of await ledger.troubledBatches(campaign.number)) {
      io.out(`  batch ${batch.number}, ${batch.state}: ${batch.reason}`);
    }
    if (tally.planned > 0) io.out(`\nGo on with: outcry resume ${campaign.name}`);
    return EXIT.done;
  });

async function listAll(ledger: Ledger, asJson: boolean): Promise<string> {
  const campaigns = await ledger.listCampaigns();
  const all = await Promise.all(
    campaigns.map(async (c) => [c, await ledger.tally(c.number)] as const),
  );
  if (asJson) {
    return JSON.stringify({ campaigns: all.map(([c, tally]) => campaignJson(c, c.state, tally)) });
  }
  if (all.length === 0) return 'There is no campaign yet. Send one with: outcry send';
  const width = Math.max(...campaigns.map(({ name }) => name.length));
  return all.map(([c, tally]) => line(c, tally.accepted, tally.recipients, width)).join('\n');
}

function line({ name, state }: Campaign, accepted: number, recipients: number, width: number) {
  const of = `${accepted.toLocaleString('en-GB')} of ${recipients.toLocaleString('en-GB')}`;
  return `${name.padEnd(width)}  ${state.padEnd(9)}  ${of} accepted`;
}
