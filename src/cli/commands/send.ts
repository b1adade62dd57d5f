import { z } from 'zod';
import type { Selection } from '../../audience/select-rows.ts';
import { openEnvelope } from '../../campaign/envelope.ts';
import { describeLeftOut } from '../../campaign/left-out.ts';
import { repeatComplaint } from '../../campaign/refuse-repeat.ts';
import { rememberTest } from '../../campaign/tested-editions.ts';
import { type Requirements, unreadyComplaint } from '../../campaign/unready.ts';
import { writeRefused } from '../../campaign/write-refused.ts';
import { EXIT, type ExitStatus, OutcryError } from '../../errors.ts';
import type { Campaign, Ledger, Tally } from '../../ledger/ledger.ts';
import { type Order, planCampaign } from '../../send.ts';
import { shownPath } from '../../shown-path.ts';
import type { RunCommand } from '../command.ts';
import { confirmSend, type Decision } from '../confirm-send.ts';
import { chooseHands } from '../hand-over.ts';
import type { Io } from '../io.ts';
import { type Context, withContext } from '../open-context.ts';
import { openTransport } from '../open-transport.ts';
import { campaignJson, leftOut } from '../present-campaign.ts';
import { readNotify } from '../read-notify.ts';
import { flag, json, readOptions } from '../read-options.ts';
import { readSchedule, scheduleShape } from '../read-schedule.ts';
import { readSelection, selectionShape } from '../read-selection.ts';
import { readTrial, trialShape } from '../read-trial.ts';
import { readWave, waveShape } from '../read-wave.ts';
import { runSend } from '../run-send.ts';
import { unconfirmed } from '../unconfirmed.ts';
import { whoAmI } from '../who.ts';

const shape = {
  ...json,
  list: z.array(z.string()),
  test: z.array(z.string()).optional(),
  lang: z.string().optional(),
  dryRun: flag,
  yes: flag,
  again: flag,
  detach: flag,
  ...selectionShape,
  ...scheduleShape,
  ...trialShape,
  ...waveShape,
  rejects: z.string().optional(),
  notify: z.string().optional(),
  name: z
    .string()
    .regex(/^[\w.-]+$/, 'a campaign is named with letters, digits, dots and hyphens')
    .optional(),
};

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, shape);
    const lists = options.list.map(context.resolve);
    const rejects = options.rejects === undefined ? undefined : context.resolve(options.rejects);
    const { config } = context.workspace;
    const { startsAt, pace, zone } = readSchedule(options, config, io.now());
    const order = {
      // A test goes at once.
      ...(options.test ? {} : { startsAt, pace, guard: config.guard }),
      wave: readWave(options),
      appeal: context.resolve(args[0] ?? ''),
      lists,
      name: options.name,
      test: options.test,
      lang: options.lang,
      variant: options.variant?.toUpperCase(),
      against: options.against.map(context.resolve),
      trial: readTrial(options, config, io.now()),
      selection: await readSelection(options, lists, context),
    };
    // Colleagues need not hear of a test, unless somebody asks for it.
    const wantsNotice = !options.dryRun && (!options.test || options.notify !== undefined);
    const notify = wantsNotice ? readNotify(options.notify, context) : undefined;
    // A key that cannot be right is better known before the lists are read.
    if (!options.dryRun) await (await openTransport(context.workspace.environment)).close();
    // A test is sent from here: whoever sends one waits for it.
    const hands = options.test ? undefined : await chooseHands(context, options.detach);
    const ledger = await context.ledger();
    const campaign = await plan(order, context, ledger, io.now, rejects);
    if (!options.dryRun && !options.again) {
      await refuseRepeat(campaign, ledger, { asks: !options.yes && io.canAsk });
    }
    if (!options.dryRun) await refuseUnready(campaign, ledger, config.require);
    const tally = await ledger.tally(campaign.number);
    const decision = await confirmSend({
      campaign,
      tally,
      context,
      io,
      ...options,
      lists,
      selection: order.selection,
      rejects,
      zone,
      byWorkers: hands?.byWorkers,
    });
    if (decision !== 'send') {
      await ledger.dropCampaign(campaign.number);
      return endUnsent(decision, campaign, tally, io, options.json, order.selection);
    }
    const status = await runSend({
      campaign,
      context,
      io,
      json: options.json,
      more: { left_out: order.selection.leftOut },
      notify,
      hands,
    });
    if (options.test) await afterTest(campaign, ledger, options.test);
    return status;
  });

/** Exactly this letter once more to the same people is mostly a slip. */
async function refuseRepeat(
  campaign: Campaign,
  ledger: Ledger,
  who: { readonly asks: boolean },
): Promise<void> {
  const complaint = await repeatComplaint(campaign, ledger, who);
  if (!complaint) return;
  await ledger.dropCampaign(campaign.number);
  throw complaint;
}

/** Without the test and the approvals that outcry.yaml asks for, --yes is of no use. */
async function refuseUnready(campaign: Campaign, ledger: Ledger, required: Requirements) {
  const sender = await ledger.known(whoAmI());
  const complaint = await unreadyComplaint(campaign, required, ledger, sender);
  if (!complaint) return;
  await ledger.dropCampaign(campaign.number);
  throw complaint;
}

/** Nobody was mailed, and the campaign is gone again. */
function endUnsent(
  decision: Exclude<Decision, 'send'>,
  campaign: Campaign,
  tally: Tally,
  io: Io,
  asJson: boolean,
  { leftOut: left_out }: Selection,
): ExitStatus {
  if (decision === 'nobody to ask') {
    throw unconfirmed('Nobody was mailed.');
  }
  if (asJson) io.out(JSON.stringify({ ...campaignJson(campaign, decision, tally), left_out }));
  return decision === 'dry-run' ? EXIT.done : EXIT.attention;
}

async function plan(
  order: Order & { readonly selection: Selection; readonly against: readonly string[] },
  context: Context,
  ledger: Ledger,
  now: () => number,
  rejects: string | undefined,
): Promise<Campaign> {
  const { config } = context.workspace;
  const secret = await context.secret();
  const campaign = await planCampaign(order, {
    ...context.workshop(secret),
    columns: order.selection.columns,
    against: order.against,
    ledger,
    links: await context.links(),
    url: context.url(),
    senders: { from: config.from, replyTo: config.reply_to },
    now,
  });
  if (rejects !== undefined) await keepRejects(rejects, order, campaign, context, ledger);
  const { recipients, skipped } = await ledger.tally(campaign.number);
  if (recipients > 0) return campaign;
  const [row] = await ledger.skippedRows(campaign.number, 1);
  const reason = row ? ` The first: ${shownPath(row.file)}:${row.line}: ${row.detail}.` : '';
  await ledger.dropCampaign(campaign.number);
  throw new OutcryError({
    code: 'audience-empty',
    what: `${order.test ? 'Nobody is left to mail' : `Nobody on the ${order.lists.length === 1 ? 'list' : 'lists'} can be mailed`}: ${whyNobody(order.selection, skipped)}.${reason}`,
    fix: order.test
      ? 'Test with an address that has not unsubscribed, bounced or complained, and a row that the letter can take.'
      : `See why with: outcry check ${order.appeal} --list ${order.lists.join(' ')}`,
  });
}

function whyNobody(selection: Selection, skipped: Tally['skipped']): string {
  const notChosen = describeLeftOut(selection);
  const isSkipped = Object.values(skipped).some((count) => count > 0);
  return [...notChosen, isSkipped || notChosen.length === 0 ? leftOut({ skipped }) : '']
    .filter(Boolean)
    .join(', ');
}

/** Writes the rows that are refused before anybody is asked whether to send without them. */
async function keepRejects(
  file: string,
  order: Order,
  campaign: Campaign,
  context: Context,
  ledger: Ledger,
): Promise<void> {
  const { editions } = openEnvelope(campaign.envelope);
  try {
    await writeRefused(file, order, { editions, links: await context.links() });
  } catch (error) {
    await ledger.dropCampaign(campaign.number);
    throw error;
  }
}

/** What SendGrid took of a test is what `send` later compares with. */
async function afterTest(
  campaign: Campaign,
  ledger: Ledger,
  addresses: readonly string[],
): Promise<void> {
  const { accepted } = await ledger.tally(campaign.number);
  if (accepted > 0) await rememberTest(campaign, ledger, addresses);
}
