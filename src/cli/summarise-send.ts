import type { Selection } from '../audience/select-rows.ts';
import { createChooser, editionIn } from '../campaign/editions.ts';
import { openEnvelope } from '../campaign/envelope.ts';
import { describeLeftOut } from '../campaign/left-out.ts';
import { letterFields } from '../campaign/make-request.ts';
import { sealOf } from '../campaign/seal.ts';
import { isTest } from '../campaign/test-petition.ts';
import { testedEditions } from '../campaign/tested-editions.ts';
import { isLocal } from '../delivery/sendgrid-settings.ts';
import { formatCount } from '../format-count.ts';
import type { Campaign, Ledger, Tally } from '../ledger/ledger.ts';
import { maskAddress } from '../mask-address.ts';
import type { Message } from '../message/message.ts';
import { createPersonaliser, type FinishedCopy, finishCopy } from '../message/personalise.ts';
import { shownPath } from '../shown-path.ts';
import type { Recipient } from '../terms.ts';
import { beforeRows } from './before-rows.ts';
import type { Io } from './io.ts';
import type { Context } from './open-context.ts';
import { approvedRow } from './present-approval.ts';
import { leftOut, presentSkipped, ROWS_SHOWN } from './present-campaign.ts';
import { guardRows } from './present-guard.ts';
import { coloursFor, plural } from './present-problems.ts';
import { scheduleRows } from './present-schedule.ts';
import { sayRule, sayWinner, type TrialView, viewTrial } from './present-trial.ts';
import { zoneOf } from './read-schedule.ts';
import { whoAmI } from './who.ts';

interface Summary {
  readonly campaign: Campaign;
  readonly tally: Tally;
  readonly context: Context;
  readonly io: Pick<Io, 'env' | 'now'>;
  readonly lists: readonly string[];
  readonly selection?: Selection | undefined;
  /** Where the refused rows were written. */
  readonly rejects?: string | undefined;
  readonly zone?: string | undefined;
  readonly byWorkers?: boolean | undefined;
  readonly isTerminal: boolean;
}

const SENDGRID = 'https://api.sendgrid.com';

/** Who will get what, from whom and through what, before anybody is mailed. */
export async function summariseSend(summary: Summary): Promise<string> {
  const { campaign, tally, context, io, lists, isTerminal } = summary;
  const ledger = await context.ledger();
  const { editions } = openEnvelope(campaign.envelope);
  const [first] = await ledger.firstRecipients(campaign.number, 1);
  const { lang } = first ? createChooser(editions)(first.fields) : editions[0];
  const own = first && (await ledger.recipient(campaign.number, first.number));
  const { from, replyTo, message } = editionIn(editions, lang, own?.variant);
  const trial = await viewTrial(ledger, campaign.number);
  const zone = summary.zone ?? zoneOf(context.workspace.config);
  const skipped = presentSkipped(await ledger.skippedRows(campaign.number, ROWS_SHOWN), tally);
  const copy = first && (await copyFor(first, message, campaign, context));
  const through = context.workspace.environment.OUTCRY_SENDGRID_URL || SENDGRID;
  const { yellow } = coloursFor(isTerminal, io.env);
  const [starts, ...pace] = scheduleRows(campaign, tally, {
    zone,
    now: io.now(),
    today: await ledger.warmUpDay(campaign.number),
  });
  const rows: [label: string, value: string | undefined, needsCare?: boolean][] = [
    ['Campaign', campaign.name],
    ['Subject', trial ? undefined : (copy?.subject ?? campaign.subject)],
    ...trialRows(trial, zone),
    ['From', from.name ? `${from.name} <${from.email}>` : from.email],
    ['Replies to', replyTo?.email],
    ['Lists', lists.join(', ')],
    ...selectionRows(summary.selection),
    ['Recipients', recipientsOf(tally)],
    starts,
    ['', (campaign.startsAt ?? 0) > io.now() ? whoWaits(summary) : undefined],
    ...pace,
    ...(await guardRows(campaign, tally, ledger)),
    ['Languages', await languagesOf(campaign, ledger)],
    ['Left out', leftOut(tally)],
    ...skipped.map((line): [string, string] => ['', line]),
    ['', rejectsRow(summary)],
    [
      'First copy',
      first && `${maskAddress(first.email)}: "${greeting(copy?.text ?? '', message)}"`,
    ],
    ['Size', `html ${kilobytes(message.bytes.html)}, text ${kilobytes(message.bytes.text)}`],
    ['Links to', context.url()],
    ['', unreachable(context.url(), through), true],
    ['Through', isLocal(through) ? `${through} (on this machine)` : through],
    ...(isTest(campaign) ? [] : await readyRows(ledger, campaign, context)),
    ...(await beforeRows(ledger, campaign)),
  ];
  return rows
    .filter(([, value]) => value)
    .map(([label, value = '', care]) => `${label.padEnd(13)}${care ? yellow(value) : value}`)
    .join('\n');
}

function whoWaits({ byWorkers }: Summary): string {
  return byWorkers ? 'workers start it then' : 'keep this terminal open until then';
}

function rejectsRow({ rejects, tally }: Summary): string | undefined {
  if (rejects === undefined) return undefined;
  return tally.skipped.invalid > 0
    ? `each refused row, with its reason, is in ${rejects}`
    : `no row was refused: there is none in ${rejects}`;
}

/** Whom staff want of the lists, whom that leaves out, and what was guessed about the lists. */
function selectionRows(selection: Selection | undefined): [string, string | undefined, boolean?][] {
  if (selection === undefined) return [];
  const { where, sample, exclude = [], mailed = [] } = selection.wanted;
  return [
    ...selection.warnings.map(({ what, where: place }): [string, string, boolean] => [
      '',
      place ? `${shownPath(place.file)}:${place.line}  ${what}` : what,
      true,
    ]),
    ['Where', where?.source],
    ['Except', [...exclude, ...mailed.map(({ name }) => `${name} (campaign)`)].join(', ')],
    [
      'Sample',
      sample === undefined
        ? undefined
        : `${plural(sample, 'person', 'people')} by lot, the same each time`,
    ],
    ['Not chosen', describeLeftOut(selection).join(', ')],
  ];
}

/** How many get which edition, if there are several. */
async function languagesOf({ number, translations }: Campaign, ledger: Ledger) {
  if (Object.keys(translations).length === 0) return undefined;
  return Object.entries(await ledger.byLanguage(number))
    .map(([lang, { recipients }]) => `${formatCount(recipients)} ${lang}`)
    .join(', ');
}

async function copyFor(
  recipient: Recipient,
  message: Message,
  { number }: Campaign,
  context: Context,
): Promise<FinishedCopy> {
  const own = (await context.links()).linksOf(number, recipient.number);
  return finishCopy(message, createPersonaliser(message)(letterFields(recipient, own)));
}

function recipientsOf({ recipients, batches }: Tally): string {
  return `${plural(recipients, 'person', 'people')} in ${plural(batches, 'batch', 'batches')}`;
}

/** The first line that differs from recipient to recipient: mostly the greeting. */
function greeting(text: string, message: Message): string {
  const lines = text.split('\n');
  const at = message.text.split('\n').findIndex((line, index) => line !== lines[index]);
  const line = [...(lines[at] ?? lines[0] ?? '').trim()];
  return line.length > 48 ? `${line.slice(0, 47).join('')}…` : line.join('');
}

/** Whether exactly this letter was tested, and who approved of it. */
async function readyRows(
  ledger: Ledger,
  campaign: Campaign,
  { workspace }: Context,
): Promise<[string, string | undefined, boolean][]> {
  const seal = sealOf(openEnvelope(campaign.envelope));
  const approvals = await ledger.approvalsOf(seal);
  const sender = await ledger.known(whoAmI());
  return [
    ['Letter', seal.slice(0, 12), false],
    await testedRow(ledger, campaign),
    approvedRow(approvals, workspace.config.require, sender),
  ];
}

async function testedRow(ledger: Ledger, campaign: Campaign): Promise<[string, string, boolean]> {
  const editions = await testedEditions(campaign, ledger);
  const langs = new Set(editions.map(({ lang }) => lang));
  const untested = editions.filter(({ test }) => !test).map((one) => nameOf(one, langs.size > 1));
  const test = editions.find((edition) => edition.test)?.test;
  if (!test) return ['Tested', 'never: exactly this letter has not been sent with --test', true];
  const when = new Date(test.at).toISOString().slice(0, 16).replace('T', ' ');
  const but = untested.length > 0 ? `; never in: ${untested.join(', ')}` : '';
  const row = `exactly this letter, ${when} UTC, to ${maskAddress(test.email)}${but}`;
  return ['Tested', row, but !== ''];
}

/** "es", "B", or "B in es". */
function nameOf(
  { lang, variant }: { lang: string; variant: string },
  hasLanguages: boolean,
): string {
  if (variant === '') return lang;
  return hasLanguages ? `${variant} in ${lang}` : `variant ${variant}`;
}

/** Each variant with its people, who gets the rest, and when that is decided. */
function trialRows(view: TrialView | undefined, zone: string): [string, string][] {
  if (!view) return [];
  const { trial, standings, rest } = view;
  const variants = standings.map(({ variant, recipients }, index): [string, string] => {
    const subject = trial.variants[index]?.subject ?? '';
    return [`Variant ${variant}`, `"${subject}", to ${plural(recipients, 'person', 'people')}`];
  });
  if (rest.recipients === 0) return [...variants, ['Trial', 'everybody is in it']];
  const winner = trial.winner ? sayWinner(trial.winner) : sayRule(trial.rule, zone);
  return [
    ...variants,
    [
      'Trial',
      `by lot, the same people each time; the other ${formatCount(rest.recipients)} get the winner`,
    ],
    ['Winner', winner],
  ];
}

/** Real mail whose links lead to the sender's own machine is of no use to anybody. */
function unreachable(url: string, through: string): string | undefined {
  return isLocal(url) && !isLocal(through)
    ? 'Only this machine can reach that: set "url" in outcry.yaml.'
    : undefined;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
