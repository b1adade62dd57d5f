import { z } from 'zod';
import { isLate } from '../../campaign/keep-pace.ts';
import { overtakenComplaint } from '../../campaign/refuse-repeat.ts';
import { refuseStopped } from '../../campaign/refuse-stopped.ts';
import { wasCancelled } from '../../campaign/stops.ts';
import { unreadyComplaint } from '../../campaign/unready.ts';
import { EXIT, type ExitStatus, OutcryError } from '../../errors.ts';
import type { Campaign, Ledger } from '../../ledger/ledger.ts';
import { needsAttention } from '../../send.ts';
import type { RunCommand } from '../command.ts';
import { confirmSend } from '../confirm-send.ts';
import { sayOut } from '../fit-lines.ts';
import { GUARD_KINDS } from '../guard-kinds.ts';
import { chooseHands } from '../hand-over.ts';
import type { Io } from '../io.ts';
import { type Context, withContext } from '../open-context.ts';
import { campaignJson, presentTally } from '../present-campaign.ts';
import { readNotify } from '../read-notify.ts';
import { flag, json, readOptions } from '../read-options.ts';
import { requireRate } from '../read-schedule.ts';
import { requireCampaign } from '../require-campaign.ts';
import { askPageFor, runSend } from '../run-send.ts';
import { sayWho, whoAmI } from '../who.ts';

/** What the guard stops a send for, as typed. */
const guardKind = z.enum(GUARD_KINDS, `it is one of ${GUARD_KINDS.join(', ')}`);

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, {
      ...json,
      again: flag,
      detach: flag,
      now: flag,
      rate: z.string().optional(),
      despite: z.array(guardKind).default([]),
      notify: z.string().optional(),
    });
    const notify = readNotify(options.notify, context);
    const rate = options.rate === undefined ? undefined : requireRate(options.rate);
    const hands = await chooseHands(context, options.detach);
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
    if (campaign.state === 'cancelled') throw wasCancelled(campaign);
    if (campaign.state === 'done') return sayDone(campaign, ledger, io, options.json);
    await refuseStopped(
      campaign,
      { kinds: options.despite, by: sayWho(whoAmI()) },
      { ledger, now: io.now, askPage: askPageFor(context), signal: io.signal },
    );
    const { require } = context.workspace.config;
    const sender = await ledger.known(whoAmI());
    // Of what somebody has got, the rest is the same letter.
    const isBegun = (await ledger.tally(campaign.number)).requests > 0;
    const unready = isBegun ? undefined : await unreadyComplaint(campaign, require, ledger, sender);
    if (unready) throw unready;
    const overtaken = options.again ? undefined : await overtakenComplaint(campaign, ledger);
    if (overtaken) throw overtaken;
    const late = isLate(campaign, io.now());
    const asks = io.canAsk && (campaign.state === 'ready' || (late && !options.now));
    const startNow = options.now || (asks && late);
    // What is asked about, and sent, is what is wanted from here on.
    const wanted = {
      ...campaign,
      startsAt: options.now ? undefined : campaign.startsAt,
      pace: { ...campaign.pace, ...(rate && { rate }) },
    };
    if (asks && !(await isMeant(wanted, ledger, context, io, options.json))) return EXIT.attention;
    if (rate) await ledger.setRate(campaign.number, rate);
    return runSend({ campaign: wanted, context, io, json: options.json, startNow, notify, hands });
  });

/** Whoever was cut off at the question is asked again, as is whoever resumes what should have gone long ago. */
async function isMeant(
  campaign: Campaign,
  ledger: Ledger,
  context: Context,
  io: Io,
  asJson: boolean,
): Promise<boolean> {
  const tally = await ledger.tally(campaign.number);
  const how = { lists: [], dryRun: false, yes: false, json: asJson };
  const decision = await confirmSend({ campaign, tally, context, io, ...how });
  if (decision !== 'send' && asJson)
    io.out(JSON.stringify(campaignJson(campaign, decision, tally)));
  return decision === 'send';
}

async function sayDone(
  campaign: Campaign,
  ledger: Ledger,
  io: Io,
  asJson: boolean,
): Promise<ExitStatus> {
  const tally = await ledger.tally(campaign.number);
  if (asJson) io.out(JSON.stringify({ ...campaignJson(campaign, 'done', tally), stopped: null }));
  else sayOut(presentTally(campaign, 'done', tally), io);
  io.err(`\n${campaign.name} is done: nobody is left to mail.`);
  return needsAttention(tally) ? EXIT.attention : EXIT.done;
}
