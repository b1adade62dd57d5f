import { EXIT } from '../../errors.ts';
import type { Campaign, Tally } from '../../ledger/ledger.ts';
import { askForNumber } from '../ask-for-number.ts';
import type { RunCommand } from '../command.ts';
import { sayErr, sayOut } from '../fit-lines.ts';
import type { Io } from '../io.ts';
import { withContext } from '../open-context.ts';
import { campaignJson, soFar, whoWasMailed } from '../present-campaign.ts';
import { flag, json, readOptions } from '../read-options.ts';
import { requireCampaign } from '../require-campaign.ts';
import { requireUnderWay } from '../require-under-way.ts';
import { unconfirmed } from '../unconfirmed.ts';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, { ...json, yes: flag });
    const ledger = await context.ledger();
    const campaign = await requireCampaign(ledger, args[0] ?? '');
    requireUnderWay(campaign);
    const before = await ledger.tally(campaign.number);
    if (!options.yes && !(await isMeant(campaign, before, io))) {
      if (options.json) io.out(JSON.stringify(campaignJson(campaign, campaign.state, before)));
      return EXIT.attention;
    }
    await ledger.setCampaignState(campaign.number, 'cancelled');
    const tally = await ledger.tally(campaign.number);
    if (options.json) io.out(JSON.stringify(campaignJson(campaign, 'cancelled', tally)));
    else {
      const mailed = `${soFar(campaign)}${whoWasMailed(tally, 'cancelled')}`;
      sayOut(`${campaign.name} is cancelled. ${mailed}`, io);
    }
    sayErr('A batch that is under way is seen through: its people still get the letter.', io);
    return EXIT.done;
  });

async function isMeant({ name }: Campaign, { planned }: Tally, io: Io): Promise<boolean> {
  if (!io.canAsk) throw unconfirmed('Nothing was cancelled.');
  const question = {
    warning: `${name} cannot be resumed once it is cancelled.`,
    verb: 'To keep it from',
    people: planned,
    otherwise: 'It was not cancelled.',
  };
  return askForNumber(question, io);
}
