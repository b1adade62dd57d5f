import type { Campaign, Tally } from '../ledger/ledger.ts';
import { plural } from './present-problems.ts';

/** A campaign's figures as `--json` gives them for send, resume and status. */
export function campaignJson(campaign: Pick<Campaign, 'name'>, state: string, tally: Tally) {
  return { campaign: campaign.name, state, ...tally };
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
    ['refused', tally.refused, 'refused by SendGrid, with a reason'],
    ['unknown', tally.unknown, 'may have been mailed; not sent again by itself'],
    ['suppressed', tally.suppressed, 'left out as the batch went: unsubscribed or bounced since'],
    ['planned', tally.planned, 'not mailed yet'],
  ];
  const lines = rows
    .filter(([label, count]) => count > 0 || label === 'accepted')
    .map(([label, count, note]) => `  ${label.padEnd(11)}${number(count)}   ${note}`);
  return [
    `${name}: ${state}, ${plural(tally.recipients, 'recipient')} in ${plural(tally.batches, 'batch', 'batches')}`,
    ...lines,
    `  ${'left out'.padEnd(11)}${number(out)}   ${leftOut(tally)}`,
  ].join('\n');
}

/** "12 duplicate, 9 invalid, 0 suppressed" */
export function leftOut({ skipped }: Tally): string {
  return `${skipped.duplicate} duplicate, ${skipped.invalid} invalid, ${skipped.suppressed} suppressed`;
}

function number(count: number): string {
  return count.toLocaleString('en-GB').padStart(11);
}
