import type { HourFigures } from '../ledger/ledger.ts';

const HOUR_MS = 3_600_000;
/** Days and weeks begin as in UTC: a report is the same wherever it is made. A week begins on a Monday. */
const SPANS = [
  { unit: 'hour', ms: HOUR_MS, from: 0 },
  { unit: 'day', ms: 24 * HOUR_MS, from: 0 },
  { unit: 'week', ms: 168 * HOUR_MS, from: Date.UTC(1970, 0, 5) },
] as const;
const MOST = 60;

/** Signatures over time, in spans of one length without a gap. */
export interface Times {
  readonly unit: 'hour' | 'day' | 'week';
  /** `from`: the begin of a span, as ISO 8601. */
  readonly spans: readonly { readonly from: string; readonly signatures: number }[];
}

/** In the shortest spans of which there are at most sixty; else in weeks. */
export function timesOf(hours: readonly HourFigures[]): Times {
  const first = hours[0]?.at ?? 0;
  const last = hours.at(-1)?.at ?? 0;
  const fits = SPANS.find((span) => beginOf(last, span) - beginOf(first, span) < MOST * span.ms);
  const span = fits ?? SPANS[2];
  const counts = new Map<number, number>();
  for (const { at, signatures } of hours) {
    const begin = beginOf(at, span);
    counts.set(begin, (counts.get(begin) ?? 0) + signatures);
  }
  const length =
    hours.length === 0 ? 0 : (beginOf(last, span) - beginOf(first, span)) / span.ms + 1;
  const spans = Array.from({ length }, (_, index) => {
    const begin = beginOf(first, span) + index * span.ms;
    return { from: new Date(begin).toISOString(), signatures: counts.get(begin) ?? 0 };
  });
  return { unit: span.unit, spans };
}

function beginOf(at: number, { ms, from }: (typeof SPANS)[number]): number {
  return Math.floor((at - from) / ms) * ms + from;
}

/** `24 Nov 10:00`, or `24 Nov 2026` for a day or a week. */
export function nameOfSpan(from: string, unit: Times['unit']): string {
  const day = `${Number(from.slice(8, 10))} ${MONTHS[Number(from.slice(5, 7)) - 1]}`;
  return unit === 'hour' ? `${day} ${from.slice(11, 16)}` : `${day} ${from.slice(0, 4)}`;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
