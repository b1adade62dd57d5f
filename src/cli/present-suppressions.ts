import { formatCount } from '../format-count.ts';
import type { FormerSuppression, Suppression } from '../ledger/ledger.ts';
import type { Sums } from '../suppressions/open-keeper.ts';
import { REASONS } from '../suppressions/reasons.ts';
import { plural } from './present-problems.ts';

/** `2026-11-24 10:32` (UTC). */
export function minuteOf(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

export function suppressionJson({ email, reason, at, campaign, detail }: Suppression) {
  return { email, reason, at: new Date(at).toISOString(), campaign: campaign ?? null, detail };
}

/** "unsubscribed since 2026-11-24 (river-2026-11-24; on the unsubscribe page)" */
export function describeSuppression({ reason, at, campaign, detail }: Suppression): string {
  const notes = [campaign, detail].filter(Boolean).join('; ');
  return `${reason} since ${minuteOf(at).slice(0, 10)}${notes ? ` (${notes})` : ''}`;
}

/** How widely a table is set. */
interface Columns {
  readonly email: number;
  readonly campaign: number;
}

/** How a table of suppressions is written. */
export interface Table<Entry> {
  readonly head: (columns: Columns) => string;
  readonly line: (one: Entry, columns: Columns) => string;
}

export function columnsOf(page: readonly Suppression[]): Columns {
  return {
    email: Math.max('ADDRESS'.length, ...page.map(({ email }) => email.length)),
    campaign: Math.max('CAMPAIGN'.length, ...page.map(({ campaign = '' }) => campaign.length)),
  };
}

export function headLine(columns: Columns): string {
  return row(['WHEN (UTC)', 'REASON', 'ADDRESS', 'CAMPAIGN', 'WHY'], columns);
}

export function suppressionLine(one: Suppression, columns: Columns): string {
  const { email, reason, at, campaign = '', detail } = one;
  return row([minuteOf(at), reason, email, campaign || '-', detail], columns);
}

export function formerHeadLine(columns: Columns): string {
  return row(['ENDED (UTC)', 'WAS', 'ADDRESS', 'CAMPAIGN', 'SINCE, AND WHY IT ENDED'], columns);
}

export function formerLine(one: FormerSuppression, columns: Columns): string {
  const { email, reason, at, endedAt, campaign = '', detail, why } = one;
  const was = `${minuteOf(at).slice(0, 10)}${detail ? `: ${detail}` : ''}`;
  return row([minuteOf(endedAt), reason, email, campaign || '-', `${was}; ${why}`], columns);
}

export function formerJson({ endedAt, why, ...one }: FormerSuppression) {
  return { ...suppressionJson(one), ended_at: new Date(endedAt).toISOString(), why };
}

export function formerCountLine(total: number, reason: string | undefined): string {
  const as = reason ? ` as ${reason}` : '';
  return total === 0
    ? `No suppression${as} has ended.`
    : `${plural(total, 'suppression')}${as} ${total === 1 ? 'has' : 'have'} ended.`;
}

function row(cells: readonly [string, string, string, string, string], columns: Columns): string {
  const [when, reason, email, campaign, why] = cells;
  const padded = [
    when.padEnd(16),
    reason.padEnd(12),
    email.padEnd(columns.email),
    campaign.padEnd(columns.campaign),
    why,
  ];
  return padded.join('  ').trimEnd();
}

/** "12 addresses are suppressed: 7 unsubscribed, 5 bounced. 1 person was erased …" */
export function countLine(counts: Readonly<Record<string, number>>, erased: number): string {
  const also = erased > 0 ? [erasedLine(erased)] : [];
  return [suppressedLine(counts), ...also].join(' ');
}

function erasedLine(erased: number): string {
  return `${plural(erased, 'person was', 'people were')} erased, and ${erased === 1 ? 'is' : 'are'} not mailed either.`;
}

function suppressedLine(counts: Readonly<Record<string, number>>): string {
  const total = sumOf(counts);
  if (total === 0) return 'Nobody is suppressed.';
  const parts = REASONS.filter((reason) => counts[reason]).map(
    (reason) => `${formatCount(counts[reason] ?? 0)} ${reason}`,
  );
  return `${plural(total, 'address is', 'addresses are')} suppressed: ${parts.join(', ')}.`;
}

export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** "3 new, 2 with a stronger reason now, 10 known already" */
export function describeSums({ added, strengthened, known }: Sums): string {
  const parts = [
    `${formatCount(added)} new`,
    ...(strengthened > 0 ? [`${formatCount(strengthened)} with a stronger reason now`] : []),
    `${formatCount(known)} known already`,
  ];
  return parts.join(', ');
}
