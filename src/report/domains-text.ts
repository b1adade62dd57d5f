import { formatCount } from '../format-count.ts';
import type { DomainFigures } from '../ledger/ledger.ts';
import { betweenOf, percentOf } from './funnel.ts';
import type { Report } from './make-report.ts';
import { moreLine } from './more-line.ts';
import { inShort } from './variant-words.ts';
import { rateBy } from './wilson.ts';

const MOST_DOMAINS = 10;
const NAME_WIDTH = 19;
const ACCEPTED_WIDTH = 11;
const CELL_WIDTH = 12;

const SHARES = ['delivered', 'bounced', 'clicked', 'signatures'] as const;

/** Two lines for each of the largest mail domains, the shares and between what they lie, in 80 columns. */
export function domainsText({ domains }: Pick<Report, 'domains'>): string[] {
  if (domains.length === 0) return [];
  return [
    'By mail domain, in percent of accepted; below, between what it lies with 95 %:',
    line('', 'accepted', SHARES),
    ...domains.slice(0, MOST_DOMAINS).flatMap(linesOf),
    ...moreLine(domains.length - MOST_DOMAINS, 'domains'),
    '',
  ];
}

function linesOf(one: DomainFigures): string[] {
  const rates = SHARES.map((share) => rateBy(one[share], one.accepted));
  // Where there is nothing that it could be of, the count alone.
  const shares = rates.map((rate, index) =>
    rate ? percentOf(rate.rate) : `(${formatCount(one[SHARES[index] ?? 'delivered'])})`,
  );
  return [
    line(one.domain || '(erased)', formatCount(one.accepted), shares),
    ...(one.accepted > 0 ? [line('', '', rates.map(betweenOf))] : []),
  ];
}

function line(name: string, accepted: string, cells: readonly string[]): string {
  const shares = cells.map((cell) => cell.padStart(CELL_WIDTH)).join('');
  return `  ${inShort(name, NAME_WIDTH - 1).padEnd(NAME_WIDTH - 1)}${accepted.padStart(ACCEPTED_WIDTH)}${shares}`.trimEnd();
}
