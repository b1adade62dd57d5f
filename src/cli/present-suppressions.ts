import { formatCount } from '../format-count.ts';
import type { Suppression } from '../ledger/ledger.ts';
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

export interface Columns {
  readonly email: number;
  readonly campaign: number;
}

export function headLine(columns: Columns): string {
  return line('WHEN (UTC)', 'REASON', 'ADDRESS', 'CAMPAIGN', 'WHY', columns);
}

export function suppressionLine(one: Suppression, columns: Columns): string {
  const { email, reason, at, campaign = '', detail } = one;
  return line(minuteOf(at), reason, email, campaign || '-', detail, columns);
}

function line(
  when: string,
  reason: string,
  email: string,
  campaign: string,
  why: string,
  columns: Columns,
): string {
  const cells = [
    when.padEnd(16),
    reason.padEnd(12),
    email.padEnd(columns.email),
    campaign.padEnd(columns.campaign),
    why,
  ];
  return cells.join('  ').trimEnd();
}

/** "12 suppressed: 7 unsubscribed, 5 bounced" */
export function countLine(counts: Readonly<Record<string, number>>): string {
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
