/** What a variant of a trial has brought: of `mailed` people, so many have signed. */
export interface Count {
  readonly mailed: number;
  readonly signatures: number;
}

/** What is known of a variant's share of signers, after its count. */
export interface Posterior {
  /** That it has the highest share of all; the probabilities of all variants add up to 1. */
  readonly best: number;
  /** How much lower its share is to be expected than the highest: what choosing it would cost. */
  readonly loss: number;
  /** The share lies between the two with 95 %. */
  readonly low: number;
  readonly high: number;
}

const POINTS = 1_200;
/** Beyond these the densities are below 1e-13 of their highest. */
const DEVIATIONS = 9;
const TAIL = 32;

/**
 * The posteriors of variants that are tested against each other, by Bayes' rule from the even prior
 * Beta(1, 1): Beta(1 + signatures, 1 + mailed − signatures) each. Integrated numerically on one grid,
 * without chance: P(i is best) = ∫ fᵢ ∏ⱼ≠ᵢ Fⱼ. The grid runs over log odds, where a share of one in ten
 * thousand is as smooth as one in two.
 */
export function posteriorsOf(counts: readonly Count[]): Posterior[] {
  const shapes = counts.map(shapeOf);
  const grid = gridOf(shapes);
  const curves = shapes.map((shape) => curveOf(shape, grid));
  const all = grid.map((_, at) =>
    curves.reduce((product, { below }) => product * (below[at] ?? 0), 1),
  );
  const highest = meanOf(all, grid);
  const wins = curves.map((curve) => winsOf(curve, curves, grid));
  const sum = wins.reduce((total, win) => total + win, 0);
  return curves.map((curve, index) => ({
    best: (wins[index] ?? 0) / sum,
    loss: Math.max(0, highest - meanOf(curve.below, grid)),
    low: quantile(curve.below, grid, 0.025),
    high: quantile(curve.below, grid, 0.975),
  }));
}

/** Of Beta(a, b). */
interface Shape {
  readonly a: number;
  readonly b: number;
}

interface Curve {
  readonly density: readonly number[];
  /** The probability that the share is at most that of the grid's point. */
  readonly below: readonly number[];
}

function shapeOf({ mailed, signatures }: Count): Shape {
  return { a: signatures + 1, b: Math.max(0, mailed - signatures) + 1 };
}

/** Points enough for the narrowest of the curves, wherever it lies. */
function gridOf(shapes: readonly Shape[]): number[] {
  const points = shapes.flatMap(({ a, b }) => {
    const middle = Math.log(a / b);
    const spread = DEVIATIONS * Math.sqrt(1 / a + 1 / b);
    const from = middle - Math.max(spread, TAIL / a);
    const to = middle + Math.max(spread, TAIL / b);
    return Array.from({ length: POINTS }, (_, at) => from + ((to - from) * at) / (POINTS - 1));
  });
  return [...new Set(points)].sort((one, other) => one - other);
}

/** The density over log odds, Beta's own times p (1 − p), made to add up to 1 on the grid. */
function curveOf({ a, b }: Shape, grid: readonly number[]): Curve {
  const logs = grid.map((x) => -a * Math.log1p(Math.exp(-x)) - b * Math.log1p(Math.exp(x)));
  const most = logs.reduce((one, other) => Math.max(one, other));
  const heights = logs.map((log) => Math.exp(log - most));
  const sums = integrate(heights, grid);
  const total = sums.at(-1) ?? 1;
  return {
    density: heights.map((height) => height / total),
    below: sums.map((sum) => sum / total),
  };
}

/** The integral up to each point, by trapezoids. */
function integrate(values: readonly number[], grid: readonly number[]): number[] {
  let sum = 0;
  return grid.map((x, at) => {
    if (at > 0)
      sum += ((values[at] ?? 0) + (values[at - 1] ?? 0)) * 0.5 * (x - (grid[at - 1] ?? x));
    return sum;
  });
}

function winsOf(curve: Curve, curves: readonly Curve[], grid: readonly number[]): number {
  const others = curves.filter((other) => other !== curve);
  const values = curve.density.map((density, at) =>
    others.reduce((product, { below }) => product * (below[at] ?? 0), density),
  );
  return integrate(values, grid).at(-1) ?? 0;
}

/** The mean share of a distribution: ∫ (1 − F) dp. */
function meanOf(below: readonly number[], grid: readonly number[]): number {
  return below.reduce((mean, value, at) => {
    const step = shareAt(grid[at] ?? 0) - (at === 0 ? 0 : shareAt(grid[at - 1] ?? 0));
    return mean + (1 - 0.5 * (value + (below[at - 1] ?? 0))) * step;
  }, 0);
}

function quantile(below: readonly number[], grid: readonly number[], level: number): number {
  const at = Math.max(
    1,
    below.findIndex((value) => value >= level),
  );
  const [from = 0, to = 1] = [below[at - 1], below[at]];
  const [left = 0, right = left] = [grid[at - 1], grid[at]];
  return shareAt(left + ((right - left) * (level - from)) / (to - from || 1));
}

/** The share of log odds. */
function shareAt(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
