import { EXIT, OutcryError } from '../../errors.ts';
import type { RunCommand } from '../command.ts';
import { withContext } from '../open-context.ts';
import { json, readOptions } from '../read-options.ts';
import { requireCampaign } from '../require-campaign.ts';
import { runSend } from '../run-send.ts';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, json);
    const ledger = await context.ledger();
    const campaign = await requireCampaign(ledger, args[0] ?? '');
    if (campaign.state === 'freezing') {
      throw new OutcryError({
        code: 'campaign-unfinished',
        what: `${campaign.name} was stopped while its list was being read. Nobody was mailed.`,
        fix: 'Start it anew with: outcry send',
        exit: EXIT.environment,
      });
    }
    return runSend(campaign, context, io, options.json);
  });
