import { formatCount } from '../format-count.ts';
import { betweenOf, percentOf } from './funnel.ts';
import type { Report } from './make-report.ts';
import type { Table } from './tables.ts';
import { inShort } from './variant-words.ts';
import { type Rate, rateBy } from './wilson.ts';

/** What a campaign is compared by: people, each of the accepted ones. */
const MEASURES = [
  ['delivered', ({ events }: Report) => events.delivered ?? 0],
  ['clicked', ({ clicks }: Report) => clicks.people],
  ['signed', ({ signatures }: Report) => signatures],
  ['bounced', ({ events }: Report) => events.bounce ?? 0],
  ['unsubscribed', ({ unsubscribes }: Report) => unsubscribes],
] as const;

/** One campaign beside others. */
export interface Compared {
  readonly campaign: string;
  readonly accepted: number;
  readonly measures: readonly {
    readonly name: (typeof MEASURES)[number][0];
    readonly count: number;
    readonly rate: Rate | undefined;
  }[];
}

/** Campaigns by the same shares, in the order in which they are given. */
export function compareReports(reports: readonly Report[]): Compared[] {
  return reports.map((report) => ({
    campaign: report.campaign,
    accepted: report.accepted,
    measures: MEASURES.map(([name, countOf]) => {
      const count = countOf(report);
      return { name, count, rate: rateBy(count, report.accepted) };
    }),
  }));
}

const NAME_WIDTH = 15;
const CELL_WIDTH = 10;

/** Two lines for each campaign, the shares and between what they lie, in 80 columns. */
export function comparisonText(compared: readonly Compared[]): string {
  const line = (name: string, cells: readonly string[]) =>
    `  ${inShort(name, NAME_WIDTH).padEnd(NAME_WIDTH)}${cells.map((cell) => cell.padStart(CELL_WIDTH)).join('')}`;
  const names = MEASURES.map(([name]) => inShort(name, CELL_WIDTH - 1));
  return [
    'Compared, in percent of accepted; below, between what it lies with 95 %:',
    line('', ['accepted', ...names]),
    ...compared.flatMap(({ campaign, accepted, measures }) => [
      ...(campaign.length > NAME_WIDTH ? [`  ${campaign}`] : []),
      line(campaign.length > NAME_WIDTH ? '' : campaign, [
        formatCount(accepted),
        ...measures.map(({ rate }) => (rate ? percentOf(rate.rate) : '-')),
      ]),
      line('', ['', ...measures.map(({ rate }) => betweenOf(rate))]),
    ]),
  ].join('\n');
}

/** The same as a table, a row for each campaign and share. */
export function comparisonTable(compared: readonly Compared[]): Table {
  return {
    name: 'comparison',
    columns: ['campaign', 'what', 'count', 'accepted', 'share', 'low_95', 'high_95'],
    rows: compared.flatMap(({ campaign, accepted, measures }) =>
      measures.map(({ name, count, rate }) => [
        campaign,
        name,
        count,
        accepted,
        rate?.rate ?? '',
        rate?.low ?? '',
        rate?.high ?? '',
      ]),
    ),
  };
}
