import { scaleBand, scaleLinear } from 'd3-scale';
import type { VariantReport } from './make-report.ts';
import type { Times } from './time-spans.ts';

/** Drawn in these units and stretched to the page; all words stand beside the drawing, as text. */
const WIDE = 600;
const HIGH = 160;

const rounded = (length: number) => Number(length.toFixed(2));

/** A column for each span, and lines at round numbers. */
export interface TimeDrawing {
  readonly width: number;
  readonly height: number;
  readonly bars: readonly Box[];
  /** `up`: how far above the ground, in percent of the height. */
  readonly ticks: readonly { readonly value: number; readonly up: number; readonly y: number }[];
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function drawTimes({ spans }: Times): TimeDrawing {
  const across = scaleBand<string>()
    .domain(spans.map(({ from }) => from))
    .range([0, WIDE])
    .paddingInner(0.15);
  const most = Math.max(1, ...spans.map(({ signatures }) => signatures));
  const up = scaleLinear().domain([0, most]).nice(4).range([HIGH, 0]);
  return {
    width: WIDE,
    height: HIGH,
    bars: spans.map(({ from, signatures }) => ({
      x: rounded(across(from) ?? 0),
      y: rounded(up(signatures)),
      width: rounded(across.bandwidth()),
      height: rounded(HIGH - up(signatures)),
    })),
    ticks: up
      .ticks(4)
      .filter(Number.isInteger)
      .map((value) => ({
        value,
        up: rounded((1 - up(value) / HIGH) * 100),
        y: rounded(up(value)),
      })),
  };
}

/** A share and its interval on one axis with others; in percent of the width. */
export interface Whisker {
  readonly at: number;
  readonly from: number;
  readonly length: number;
}

/** Intervals below each other, on an axis that begins at nought and ends at `end`. */
export function drawIntervals(rates: readonly Pick<VariantReport, 'rate' | 'low' | 'high'>[]): {
  readonly whiskers: readonly Whisker[];
  readonly end: number;
} {
  const most = Math.max(0.0001, ...rates.map(({ high }) => high));
  const across = scaleLinear().domain([0, most]).nice(4).range([0, 100]);
  const whiskers = rates.map(({ rate, low, high }) => ({
    at: rounded(across(rate)),
    from: rounded(across(low)),
    length: rounded(across(high) - across(low)),
  }));
  return { whiskers, end: across.domain()[1] ?? most };
}

/** How long each bar is, in percent of the longest. */
export function drawBars(counts: readonly number[]): number[] {
  const across = scaleLinear()
    .domain([0, Math.max(1, ...counts)])
    .range([0, 100]);
  return counts.map((count) => rounded(across(count)));
}
