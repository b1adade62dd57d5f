import Handlebars from 'handlebars';
import { formatCount } from '../format-count.ts';
import { drawBars, drawIntervals, drawTimes } from './charts.ts';
import { compareReports } from './compare.ts';
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
import { PAGE } from './page-template.ts';
import { allOf, SOURCES } from './source-words.ts';
import { nameOfSpan } from './time-spans.ts';
import { chanceOf, inShort, rateOf } from './variant-words.ts';
import { rateBy } from './wilson.ts';

const MOST_DOMAINS = 20;
const render = Handlebars.compile(PAGE);

/**
 * The report as one page that needs nothing else: no script, no picture, no network. Every chart has
 * its figures beside it. `others`: campaigns to compare it with.
 */
export function reportPage(report: Report, others: readonly Report[] = []): string {
  const { petition } = report;
  return render({
    ...report,
    steps: stepsOf(funnelOf(report)),
    losses: stepsOf(lossesOf(report)),
    opens: opensOf(report),
    time: timeOf(report),
    editions: editionsOf(report),
    tested: testedOf(report),
    compared: comparedOf(report, others),
    rest_accepted: formatCount(report.rest?.accepted ?? 0),
    rest_recipients: formatCount(report.rest?.recipients ?? 0),
    rest_signatures: formatCount(report.rest?.signatures ?? 0),
    mail_domains: domainsOf(report),
    more_domains: formatCount(Math.max(0, report.domains.length - MOST_DOMAINS)),
    has_more_domains: report.domains.length > MOST_DOMAINS,
    links: linksOf(report),
    brought: sourcesOf(report),
    total: formatCount(petition.signatures),
    goal: formatCount(petition.goal),
    goal_percent: Math.min(100, (petition.signatures / petition.goal) * 100).toFixed(1),
  });
}

function stepsOf(steps: readonly FunnelStep[]) {
  const bars = drawBars(steps.map(({ count }) => count));
  return steps.map((step, index) => ({
    label: step.label,
    count: formatCount(step.count),
    share: shareOf(step),
    between: betweenOf(rateOfStep(step)),
    percent: bars[index],
  }));
}

/** Undefined where opens are not tracked. */
function opensOf({ events, accepted }: Report) {
  const count = events.open ?? 0;
  if (count === 0) return undefined;
  const share = accepted === 0 ? '' : ` (${percentOf(count / accepted)} % of accepted)`;
  return `${formatCount(count)}${share}`;
}

/** Undefined while nobody has signed. */
function timeOf({ times }: Report) {
  const { unit, spans } = times;
  const [first] = spans;
  const last = spans.at(-1);
  if (!first || !last) return undefined;
  const rows = spans.map(({ from, signatures }) => ({
    when: nameOfSpan(from, unit),
    count: formatCount(signatures),
  }));
  const ends = { first: nameOfSpan(first.from, unit), last: nameOfSpan(last.from, unit) };
  const drawing = drawTimes(times);
  const ticks = drawing.ticks.map((tick) => ({ ...tick, text: formatCount(tick.value) }));
  return { unit, rows, ...ends, one: spans.length === 1, ...drawing, ticks };
}

/** A row for each variant, and what became of the rest. */
function testedOf({ variants, rest }: Report) {
  const { whiskers, end } = drawIntervals(variants);
  return variants.map((one, index) => ({
    variant: one.variant,
    subject: inShort(one.subject),
    accepted: formatCount(one.accepted),
    signatures: formatCount(one.signatures),
    rate: rateOf(one),
    chance: chanceOf(one.probability_best),
    ...whiskers[index],
    end: percentOf(end),
    is_winner: one.variant === rest?.winner,
  }));
}

function domainsOf({ domains }: Report) {
  const shown = domains.slice(0, MOST_DOMAINS);
  const bars = drawBars(shown.map(({ accepted }) => accepted));
  return shown.map(({ domain, accepted, ...counts }, index) => {
    const told = (count: number) => ({
      count: formatCount(count),
      share: accepted === 0 ? '' : `${percentOf(count / accepted)} %`,
      between: betweenOf(rateBy(count, accepted)),
    });
    return {
      domain: domain || '(erased)',
      accepted: formatCount(accepted),
      cells: [
        counts.delivered,
        counts.bounced,
        counts.complaints,
        counts.clicked,
        counts.signatures,
      ].map(told),
      percent: bars[index],
    };
  });
}

function linksOf({ clicks }: Report) {
  return clicks.links.map((link) => ({
    name: nameOfLink(link),
    human: formatCount(link.human),
    machine: formatCount(link.machine),
    unsure: formatCount(link.unsure),
  }));
}

/** Nothing while there is no signature. */
function sourcesOf({ sources }: Report) {
  const some = SOURCES.filter(([name]) => sources[name] > 0);
  const bars = drawBars(some.map(([name]) => sources[name]));
  return some.map(([name, label], index) => ({
    label,
    count: formatCount(sources[name]),
    share: `${percentOf(sources[name] / allOf(sources))} %`,
    percent: bars[index],
  }));
}

/** A row for each edition, if there are several. */
function editionsOf({ languages }: Report) {
  const editions = Object.entries(languages);
  if (editions.length < 2) return [];
  return editions.map(([lang, { recipients, signatures }]) => ({
    lang,
    recipients: formatCount(recipients),
    signatures: formatCount(signatures),
    share: recipients === 0 ? '' : `${percentOf(signatures / recipients)} %`,
    between: betweenOf(rateBy(signatures, recipients)),
  }));
}

/** A row for each campaign; nothing where there is but one. */
function comparedOf(report: Report, others: readonly Report[]) {
  if (others.length === 0) return undefined;
  const all = compareReports([report, ...others]);
  const signed = all.map(({ measures }) => measures.find(({ name }) => name === 'signed')?.rate);
  const { whiskers, end } = drawIntervals(signed.map((rate) => rate ?? NO_RATE));
  const rows = all.map(({ campaign, accepted, measures }, index) => ({
    campaign,
    accepted: formatCount(accepted),
    ...whiskers[index],
    cells: measures.map(({ count, rate }) => ({
      count: formatCount(count),
      share: rate ? `${percentOf(rate.rate)} %` : '',
      between: betweenOf(rate),
    })),
  }));
  return { rows, names: all[0]?.measures.map(({ name }) => name), end: percentOf(end) };
}

const NO_RATE = { rate: 0, low: 0, high: 0 };
