import { formatCount } from '../format-count.ts';
import type { Campaign, Skipped, Tally } from '../ledger/ledger.ts';
import { shownPath } from '../shown-path.ts';
import { plural } from './present-problems.ts';
import { scheduleJson } from './present-schedule.ts';

/** A campaign's figures as `--json` gives them for send, resume and status. */
export function campaignJson(
  campaign: Pick<Campaign, 'name' | 'startsAt' | 'pace'>,
  state: string,
  tally: Tally,
) {
  return { campaign: campaign.name, state, ...tally, ...scheduleJson(campaign) };
}

/** Who was mailed and who was not, for people. The lines add up to what the lists held. */
export function presentTally(
  { name }: Pick<Campaign, 'name'>,
  state: string,
  tally: Tally,
): string {
  const { skipped } = tally;
  const out = skipped.duplicate + skipped.invalid + skipped.suppressed;
  const rows: [string, number, string][] = [
    ['accepted', tally.accepted, 'taken by SendGrid'],
    ['refused', tally.refused, 'refused by SendGrid: not mailed'],
    ['unknown', tally.unknown, 'may have been mailed: not sent again by itself'],
    ['suppressed', tally.suppressed, 'unsubscribed or bounced before their batch went'],
    [
      'planned',
      tally.planned,
      state === 'cancelled' ? 'never mailed: cancelled' : 'not mailed yet',
    ],
    ['left out', out, leftOut(tally)],
  ];
  const lines = rows
    .filter(([label, count]) => count > 0 || label === 'accepted')
    .map(([label, count, note]) => `  ${label.padEnd(11)}${number(count)}   ${note}`);
  const recipients = plural(tally.recipients, 'recipient');
  const batches = plural(tally.batches, 'batch', 'batches');
  return [`${name}: ${state}, ${recipients} in ${batches}`, ...lines].join('\n');
}

/** "12 duplicate, 9 invalid", or "nobody". */
export function leftOut({ skipped }: Pick<Tally, 'skipped'>): string {
  const parts = Object.entries(skipped)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${formatCount(count)} ${reason}`);
  return parts.join(', ') || 'nobody';
}

/** How many rows that are left out are shown one by one. */
export const ROWS_SHOWN = 3;

/** The first rows that were left out as invalid, each with its reason; and how many more there are. */
export function presentSkipped(
  rows: readonly Skipped[],
  { skipped }: Pick<Tally, 'skipped'>,
): string[] {
  const more = skipped.invalid - rows.length;
  return [
    ...rows.map(({ file, line, detail }) => `${shownPath(file)}:${line}  ${detail}`),
    ...(more > 0
      ? [`and ${formatCount(more)} more: outcry check and outcry lists check show them all`]
      : []),
  ];
}

/** What a send that stopped must always say. */
export function whoWasMailed({ accepted, unknown, planned }: Tally, state: string): string {
  if (accepted + unknown === 0) return 'Nobody was mailed.';
  const not = state === 'cancelled' ? 'never mailed' : 'not mailed yet';
  const rest = planned > 0 ? `${people(planned)} ${are(planned)} ${not}` : '';
  const perhaps = unknown > 0 ? `${people(unknown)} may have been` : '';
  return `${[`${people(accepted)} ${was(accepted)} mailed`, perhaps, rest].filter(Boolean).join('; ')}.`;
}

/** Another process may be sending meanwhile; its batches under way are not in the figures. */
export function soFar({ state }: Pick<Campaign, 'state'>): string {
  return state === 'sending' ? 'So far: ' : '';
}

function people(count: number): string {
  return plural(count, 'person', 'people');
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}

function was(count: number): string {
  return count === 1 ? 'was' : 'were';
}

function number(count: number): string {
  return formatCount(count).padStart(11);
}
