import type { PersonalRows } from '../ledger/ledger.ts';
import type { Old } from './choose-forgettable.ts';
import { plural } from './present-problems.ts';

const NAMES: Readonly<Record<keyof PersonalRows, readonly [one: string, many: string]>> = {
  events: ['event', 'events'],
  clicks: ['click', 'clicks'],
  skipped: ['row that was left out', 'rows that were left out'],
  fields: ["recipient's merge fields", "recipients' merge fields"],
};

/** `1,000 events, 20 clicks …` */
export function sayRows(chosen: readonly Old[]): string {
  return (Object.keys(NAMES) as (keyof PersonalRows)[])
    .map((kind) => plural(count(chosen, kind), ...NAMES[kind]))
    .join(', ');
}

function count(chosen: readonly Old[], kind: keyof PersonalRows): number {
  return chosen.reduce((sum, { rows }) => sum + rows[kind], 0);
}

/** What goes, and what stays. */
export function previewForget(chosen: readonly Old[]): string {
  return [
    'To be forgotten:',
    ...chosen.map((old) => `  ${old.campaign.name}: ${sayRows([old])}`),
    'What stays: who was mailed (address and outcome), the sums of the report, signatures, suppressions and wishes.',
    'Links in the letters go on working; their pages no longer know what the lists said of people.',
  ].join('\n');
}

export function forgetJson(chosen: readonly Old[], forgotten: boolean) {
  return {
    forgotten,
    campaigns: chosen.map(({ campaign, rows }) => ({ campaign: campaign.name, ...rows })),
  };
}
