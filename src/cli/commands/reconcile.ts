import { wasCancelled } from '../../campaign/stops.ts';
import { EXIT, type ExitStatus, OutcryError } from '../../errors.ts';
import type { BatchReport, Campaign, Ledger } from '../../ledger/ledger.ts';
import type { BatchNumber } from '../../terms.ts';
import { askForNumber } from '../ask-for-number.ts';
import type { RunCommand } from '../command.ts';
import { sayOut } from '../fit-lines.ts';
import type { Io } from '../io.ts';
import { withContext } from '../open-context.ts';
import { campaignJson } from '../present-campaign.ts';
import { plural } from '../present-problems.ts';
import { presentAllTrouble } from '../present-trouble.ts';
import { batchNumbers } from '../read-batches.ts';
import { flag, json, readOptions } from '../read-options.ts';
import { requireCampaign } from '../require-campaign.ts';
import { unconfirmed } from '../unconfirmed.ts';

const shape = { ...json, batch: batchNumbers, accept: flag, resend: flag, yes: flag };

interface Options {
  readonly json: boolean;
  readonly yes: boolean;
  readonly accept: boolean;
  readonly resend: boolean;
}

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, shape);
    if (options.accept && options.resend) throw eitherOr();
    const ledger = await context.ledger();
    const campaign = await requireCampaign(ledger, args[0] ?? '');
    if (options.resend && campaign.state === 'cancelled') throw wasCancelled(campaign);
    const unknown = (await ledger.troubledBatches(campaign.number)).filter(isUnknown);
    const chosen = choose(unknown, options.batch);
    if (!options.accept && !options.resend) return show(campaign, unknown, ledger, io, options);
    if (chosen.length === 0) return show(campaign, chosen, ledger, io, options);
    if (!(await isMeant(chosen, io, options))) {
      await tell(campaign, ledger, io, options, '', unknown);
      return EXIT.attention;
    }
    const numbers = chosen.map(({ number }) => number as BatchNumber);
    const decision = options.accept ? 'accepted' : 'planned';
    const people = await ledger.decideUnknown(campaign.number, decision, numbers);
    await tell(campaign, ledger, io, options, decided(people, decision, campaign.name));
    return EXIT.done;
  });

const isUnknown = ({ state }: BatchReport) => state === 'unknown';

function choose(
  unknown: readonly BatchReport[],
  numbers: readonly number[] | undefined,
): readonly BatchReport[] {
  if (!numbers) return unknown;
  const stranger = numbers.find((wanted) => !unknown.some(({ number }) => number === wanted));
  if (stranger === undefined) return unknown.filter(({ number }) => numbers.includes(number));
  throw new OutcryError({
    code: 'usage',
    what: `--batch: batch ${stranger} is not unknown. Nothing was changed.`,
    fix: 'Leave --batch out to see which are.',
    exit: EXIT.usage,
  });
}

/** Whoever is sent to again may get the letter twice; whoever is counted as mailed may have none. */
async function isMeant(chosen: readonly BatchReport[], io: Io, options: Options): Promise<boolean> {
  if (options.yes) return true;
  if (!io.canAsk) throw unconfirmed('Nothing was changed.');
  const people = chosen.reduce((sum, { recipients }) => sum + recipients, 0);
  const question = options.resend
    ? {
        warning: 'Whoever has got the letter from these batches will get it twice.',
        verb: 'To mail again to',
      }
    : {
        warning: 'Whoever has not got the letter from these batches will not get it.',
        verb: 'To count as mailed',
      };
  return askForNumber({ ...question, people, otherwise: 'Nothing was changed.' }, io);
}

async function show(
  campaign: Campaign,
  unknown: readonly BatchReport[],
  ledger: Ledger,
  io: Io,
  options: Options,
): Promise<ExitStatus> {
  const lines =
    unknown.length === 0
      ? [`Nothing of ${campaign.name} is unknown.`]
      : [
          `Of these batches of ${campaign.name} nobody knows whether SendGrid took them:`,
          ...presentAllTrouble(unknown),
          '',
          "SendGrid's events settle what was taken: wait for them for a day, if the event webhook is switched on,",
          'or look for one of the addresses in the Activity of your SendGrid account. Then decide:',
          `  outcry reconcile ${campaign.name} --accept   they were taken: count them as mailed`,
          `  outcry reconcile ${campaign.name} --resend   they were not: send to them again`,
          'Add --batch and numbers to decide about some of them only.',
        ];
  await tell(campaign, ledger, io, options, lines.join('\n'), unknown);
  return unknown.length === 0 ? EXIT.done : EXIT.attention;
}

function decided(people: number, decision: 'accepted' | 'planned', name: string): string {
  const who = plural(people, 'person', 'people');
  return decision === 'accepted'
    ? `${who} counted as mailed.`
    : `${who} planned again. Send to them with: outcry resume ${name}`;
}

async function tell(
  campaign: Campaign,
  ledger: Ledger,
  io: Io,
  options: Options,
  text: string,
  unknown: readonly BatchReport[] = [],
): Promise<void> {
  if (!options.json) {
    if (text !== '') sayOut(text, io);
    return;
  }
  const { state } = (await ledger.campaignByNumber(campaign.number)) ?? campaign;
  const tally = await ledger.tally(campaign.number);
  const batches = unknown.map(({ number, recipients, reason }) => ({ number, recipients, reason }));
  io.out(JSON.stringify({ ...campaignJson(campaign, state, tally), unknown_batches: batches }));
}

function eitherOr(): OutcryError {
  return new OutcryError({
    code: 'usage',
    what: '--accept and --resend cannot both be meant. Nothing was changed.',
    fix: 'Give one of them; with --batch, some batches can be accepted and others sent again.',
    exit: EXIT.usage,
  });
}
