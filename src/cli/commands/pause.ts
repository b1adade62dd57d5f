import { wasCancelled } from '../../campaign/stops.ts';
import { EXIT } from '../../errors.ts';
import type { RunCommand } from '../command.ts';
import { sayErr, sayOut } from '../fit-lines.ts';
import { withContext } from '../open-context.ts';
import { campaignJson, soFar, whoWasMailed } from '../present-campaign.ts';
import { json, readOptions } from '../read-options.ts';
import { requireCampaign } from '../require-campaign.ts';
import { requireUnderWay } from '../require-under-way.ts';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, json);
    const ledger = await context.ledger();
    const campaign = await requireCampaign(ledger, args[0] ?? '');
    requireUnderWay(campaign);
    if (!(await ledger.setCampaignState(campaign.number, 'paused'))) throw wasCancelled(campaign);
    const tally = await ledger.tally(campaign.number);
    if (options.json) io.out(JSON.stringify(campaignJson(campaign, 'paused', tally)));
    else {
      const mailed = `${soFar(campaign)}${whoWasMailed(tally, 'paused')}`;
      sayOut(`${campaign.name} is paused. ${mailed}`, io);
    }
    const next = `Go on with: outcry resume ${campaign.name}`;
    sayErr(`A batch that is under way is seen through. ${next}`, io);
    return EXIT.done;
  });
