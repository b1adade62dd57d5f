import { z } from 'zod';
import { EXIT, OutcryError } from '../../errors.ts';
import type { Campaign, Ledger } from '../../ledger/ledger.ts';
import { type Order, planCampaign } from '../../send.ts';
import type { RunCommand } from '../command.ts';
import { confirmSend } from '../confirm-send.ts';
import { type Context, withContext } from '../open-context.ts';
import { campaignJson } from '../present-campaign.ts';
import { flag, json, readOptions } from '../read-options.ts';
import { openTransport, runSend } from '../run-send.ts';

const shape = {
  ...json,
  list: z.array(z.string()),
  test: z.array(z.string()).optional(),
  dryRun: flag,
  yes: flag,
  name: z
    .string()
    .regex(/^[\w.-]+$/, 'a campaign is named with letters, digits, dots and hyphens')
    .optional(),
};

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, shape);
    const order = {
      appeal: context.resolve(args[0] ?? ''),
      lists: options.list.map(context.resolve),
      name: options.name,
      test: options.test,
    };
    // A key that cannot be right is better known before the lists are read.
    if (!options.dryRun) await (await openTransport(context)).close();
    const ledger = await context.ledger();
    const campaign = await plan(order, context, ledger, io.now);
    const tally = await ledger.tally(campaign.number);
    const goesAhead = await confirmSend({ campaign, tally, context, io, ...options });
    if (!goesAhead) {
      await ledger.dropCampaign(campaign.number);
      if (options.json) io.out(JSON.stringify(campaignJson(campaign, 'dry-run', tally)));
      return options.dryRun ? EXIT.done : EXIT.attention;
    }
    const status = await runSend(campaign, context, io, options.json);
    if (options.test) await rememberTest(campaign, ledger, options.test);
    return status;
  });

async function plan(
  order: Order,
  context: Context,
  ledger: Ledger,
  now: () => number,
): Promise<Campaign> {
  const { config } = context.workspace;
  const secret = await context.secret();
  const campaign = await planCampaign(order, {
    ...context.workshop(secret),
    ledger,
    links: await context.links(),
    url: context.url(),
    senders: { from: config.from, replyTo: config.reply_to },
    now,
  });
  const { recipients, skipped } = await ledger.tally(campaign.number);
  if (recipients > 0) return campaign;
  await ledger.dropCampaign(campaign.number);
  throw new OutcryError({
    code: 'audience-empty',
    what: `Nobody is left to mail: ${skipped.duplicate} duplicate, ${skipped.invalid} invalid, ${skipped.suppressed} suppressed.`,
    fix: 'See why with: outcry lists check',
  });
}

/** What SendGrid took of a test is what `send` later compares with. */
async function rememberTest(
  campaign: Campaign,
  ledger: Ledger,
  addresses: readonly string[],
): Promise<void> {
  const { accepted } = await ledger.tally(campaign.number);
  if (accepted === 0) return;
  for (const address of addresses) await ledger.recordTest(campaign.hash, address);
}
