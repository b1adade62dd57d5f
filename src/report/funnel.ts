import type { Report } from './make-report.ts';
import { type Rate, rateBy } from './wilson.ts';

/** One step of the funnel, with what it is a share of. */
export interface FunnelStep {
  readonly label: string;
  readonly count: number;
  /** The denominator, in words and as a number; undefined where a share would say nothing. */
  readonly of: { readonly label: string; readonly count: number } | undefined;
}

/** From the rows of the lists to the signatures, in the order in which people drop out. */
export function funnelOf(report: Report): FunnelStep[] {
  const { skipped, events, clicks } = report;
  const rows = report.recipients + skipped.duplicate + skipped.invalid + skipped.suppressed;
  const accepted = { label: 'accepted', count: report.accepted };
  const step = (label: string, count: number, of?: FunnelStep['of']) => ({ label, count, of });
  return [
    step('rows in the lists', rows),
    step('recipients', report.recipients, { label: 'rows', count: rows }),
    step('accepted', report.accepted, { label: 'recipients', count: report.recipients }),
    step('delivered', events.delivered ?? 0, accepted),
    step('people who clicked', clicks.people, accepted),
    step('signatures', report.signatures, accepted),
  ];
}

/** What went otherwise than wished. */
export function lossesOf(report: Report): FunnelStep[] {
  const { skipped, events, preferences } = report;
  const accepted = { label: 'accepted', count: report.accepted };
  const recipients = { label: 'recipients', count: report.recipients };
  const all: FunnelStep[] = [
    { label: 'left out: duplicate', count: skipped.duplicate, of: undefined },
    { label: 'left out: invalid', count: skipped.invalid, of: undefined },
    { label: 'left out: suppressed', count: skipped.suppressed, of: undefined },
    { label: 'suppressed as it went', count: report.suppressed, of: recipients },
    { label: 'refused: not mailed', count: report.refused, of: recipients },
    { label: 'unknown: perhaps mailed', count: report.unknown, of: recipients },
    {
      label: report.state === 'cancelled' ? 'never mailed: cancelled' : 'not mailed yet',
      count: report.planned,
      of: recipients,
    },
    { label: 'bounced', count: events.bounce ?? 0, of: accepted },
    { label: 'dropped', count: events.dropped ?? 0, of: accepted },
    { label: 'complaints', count: events.spamreport ?? 0, of: accepted },
    { label: 'unsubscribed', count: report.unsubscribes, of: accepted },
    { label: 'want fewer letters', count: preferences.monthly, of: accepted },
    { label: 'want no more about this', count: preferences.petition, of: accepted },
  ];
  return all.filter(({ count }) => count > 0);
}

/** The share of the step, with its interval. What the lists hold is no matter of chance: that has none. */
export function rateOfStep({ count, of }: FunnelStep): Rate | undefined {
  return of === undefined || of.label === 'rows' ? undefined : rateBy(count, of.count);
}

/** `12.1–12.5`: between what a share lies with 95 %, in percent; empty where that is not known. */
export function betweenOf(rate: Rate | undefined): string {
  return rate ? `${percentOf(rate.low)}–${percentOf(rate.high)}` : '';
}

/** In percent. The smaller, the finer: a tenth of a percent of complaints is many. */
export function percentOf(share: number): string {
  if (share > 0 && share < 0.0001) return (share * 100).toPrecision(1);
  return (share * 100).toFixed(share > 0 && share < 0.01 ? 2 : 1);
}

/** `12.3 % of accepted`, or nothing where there is no denominator. */
export function shareOf({ count, of }: FunnelStep): string {
  if (!of || of.count === 0) return '';
  return `${percentOf(count / of.count)} % of ${of.label}`;
}
