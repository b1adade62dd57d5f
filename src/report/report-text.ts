import { formatCount } from '../format-count.ts';
import { domainsText } from './domains-text.ts';
import {
  betweenOf,
  type FunnelStep,
  funnelOf,
  lossesOf,
  percentOf,
  rateOfStep,
  shareOf,
} from './funnel.ts';
import { nameOfLink } from './link-clicks.ts';
import type { Report } from './make-report.ts';
import { moreLine } from './more-line.ts';
import { allOf, SOURCES } from './source-words.ts';
import { timeChart } from './time-chart.ts';
import { chanceOf, inShort, rateOf } from './variant-words.ts';
import { rateBy } from './wilson.ts';

const BAR_WIDTH = 10;
const WIDTH = 76;
const MOST_LINKS = 10;
const SUBJECT_WIDTH = 70;

/** The funnel for a terminal of 80 columns. */
export function reportText(report: Report): string {
  const { petition } = report;
  const steps = funnelOf(report);
  const losses = lossesOf(report);
  const most = Math.max(...steps.map(({ count }) => count), 1);
  const write = rowWriter(steps);
  const writeLoss = rowWriter(losses);
  const goal = ((petition.signatures / petition.goal) * 100).toFixed(1);
  return [
    `${report.campaign}: ${report.state}`,
    ...(report.variants.length > 0 ? [] : [`"${report.subject}"`]),
    '',
    ...steps.map((step) => write(step, bar(step.count / most))),
    ...(losses.length > 0 ? ['', ...losses.map((step) => writeLoss(step))] : []),
    '',
    ...opensOf(report),
    'Shares with what they are of, and between what they lie with 95 %.',
    '',
    ...timeChart(report.times, WIDTH),
    ...byVariant(report),
    ...byLanguage(report),
    ...domainsText(report),
    ...clicksByLink(report),
    ...sourcesOf(report),
    `The petition "${petition.slug}" has ${formatCount(petition.signatures)} of ${formatCount(petition.goal)} signatures (${goal} %).`,
    ...(report.refused + report.unknown > 0
      ? [`Why batches were refused or are unknown: outcry status ${report.campaign}`]
      : []),
  ].join('\n');
}

const LINK_WIDTH = 46;

/** One line for each link that was visited, and who by. */
function clicksByLink({ clicks }: Report): string[] {
  if (clicks.links.length === 0) return [];
  const row = (name: string, ...cells: readonly string[]) =>
    `  ${inShort(name, LINK_WIDTH).padEnd(LINK_WIDTH)}${cells.map((cell) => cell.padStart(10)).join('')}`;
  return [
    row('Clicks, by who made them', 'people', 'machines', 'unsure'),
    ...clicks.links
      .slice(0, MOST_LINKS)
      .map((link) =>
        row(nameOfLink(link), ...[link.human, link.machine, link.unsure].map(formatCount)),
      ),
    ...moreLine(clicks.links.length - MOST_LINKS, 'links'),
    '',
  ];
}

/** What brought the signatures, if anything did. */
function sourcesOf({ sources }: Report): string[] {
  const rows = SOURCES.flatMap(([name, label]) =>
    sources[name] > 0
      ? [
          `  ${label.padEnd(LINK_WIDTH)}${formatCount(sources[name]).padStart(10)}${percentOf(sources[name] / allOf(sources)).padStart(8)} %`,
        ]
      : [],
  );
  return rows.length > 0 ? ['What brought the signatures, and how much of all:', ...rows, ''] : [];
}

/** Nothing where opens are not tracked. */
function opensOf({ events, accepted }: Report): string[] {
  const count = events.open ?? 0;
  if (count === 0) return [];
  const share = accepted === 0 ? '' : ` (${percentOf(count / accepted)} % of accepted)`;
  return [
    `  opened: ${formatCount(count)}${share}. Unreliable: some mail programs`,
    '  open every letter by themselves, others never say so.',
    '',
  ];
}

/** What was tested, and what the rest got. */
function byVariant({ variants, rest }: Report): string[] {
  if (variants.length === 0 || !rest) return [];
  const lines = variants.flatMap((one) => [
    `  ${one.variant}  "${inShort(one.subject, SUBJECT_WIDTH)}"`,
    `     accepted ${formatCount(one.accepted)}, signatures ${formatCount(one.signatures)}: ${rateOf(one)}, the best with ${chanceOf(one.probability_best)}`,
  ]);
  const people = `${formatCount(rest.accepted)} of ${formatCount(rest.recipients)} accepted, signatures ${formatCount(rest.signatures)}`;
  const others =
    rest.recipients === 0
      ? []
      : [
          `  ${rest.winner === null ? 'The rest waits for the winner' : `The rest got ${rest.winner}`}: ${people}`,
        ];
  return ['By variant, in the trial:', ...lines, ...others, ''];
}

/** One line for each edition, if there are several. */
function byLanguage({ languages }: Report): string[] {
  const editions = Object.entries(languages);
  if (editions.length < 2) return [];
  const lines = editions.map(
    ([lang, { recipients, signatures }]) =>
      `  ${lang.padEnd(8)}recipients ${formatCount(recipients)}, signatures ${formatCount(signatures)}${shareIn(signatures, recipients)}`,
  );
  return ['By language:', ...lines, ''];
}

/** `: 3.4 % (2.1–5.6)`, or nothing where there is nothing that it could be of. */
function shareIn(count: number, of: number): string {
  const rate = rateBy(count, of);
  return rate ? `: ${percentOf(rate.rate)} % (${betweenOf(rate)})` : '';
}

/** Lines whose columns stand under each other. */
function rowWriter(steps: readonly FunnelStep[]): (step: FunnelStep, bar?: string) => string {
  const width = (texts: readonly string[]) => Math.max(...texts.map(({ length }) => length));
  const labels = width(steps.map(({ label }) => label));
  const shares = width(steps.map(alignedShare));
  const betweens = width(steps.map((step) => betweenOf(rateOfStep(step))));
  return (step, bar = '') => {
    const count = formatCount(step.count).padStart(11);
    const share = alignedShare(step).padEnd(shares);
    const between = betweenOf(rateOfStep(step)).padEnd(betweens);
    return `  ${step.label.padEnd(labels)}${count}  ${share}  ${between}  ${bar}`.trimEnd();
  };
}

/** As long before the decimal point as `100.0 % of rows`. */
function alignedShare(step: FunnelStep): string {
  const share = shareOf(step);
  return share.padStart(share.length + '100.0'.length - share.indexOf(' '));
}

function bar(share: number): string {
  const eighths = Math.round(share * BAR_WIDTH * 8);
  const rest = eighths % 8;
  return '█'.repeat(Math.floor(eighths / 8)) + (rest > 0 ? '▏▎▍▌▋▊▉'[rest - 1] : '');
}
