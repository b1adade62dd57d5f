import { formatCount } from '../format-count.ts';
import type { BatchReport } from '../ledger/ledger.ts';
import { plural } from './present-problems.ts';

/** Batches in which the same went wrong. */
interface Trouble {
  readonly state: string;
  readonly reason: string;
  readonly people: number;
  readonly batches: readonly number[];
}

const REASONS_SHOWN = 5;
/** Of one reason; whoever needs them all is shown them by `reconcile`. */
const RUNS_SHOWN = 6;

/** Why batches were refused or are unknown: the same reason once, the most people first. */
export function presentReasons(troubled: readonly BatchReport[]): string[] {
  return shorten(
    groupTrouble(troubled).map(
      ({ state, reason, people }) => `  ${state}, ${persons(people)}: ${reason}`,
    ),
  );
}

/** The same with the numbers of the first batches: "batches 3–5 and 9, 4,000 people, unknown: …". */
export function presentTrouble(troubled: readonly BatchReport[]): string[] {
  return shorten(groupTrouble(troubled).map((trouble) => troubleLine(trouble, RUNS_SHOWN)));
}

/** All of them, with the numbers of all batches. */
export function presentAllTrouble(troubled: readonly BatchReport[]): string[] {
  return groupTrouble(troubled).map((trouble) => troubleLine(trouble, Number.POSITIVE_INFINITY));
}

function groupTrouble(troubled: readonly BatchReport[]): Trouble[] {
  const groups = new Map<string, Trouble & { readonly batches: number[] }>();
  for (const { number, state, reason, recipients } of troubled) {
    // Which recipient of her batch it was is no other reason.
    const common = reason.replaceAll(/ \(recipient \d+ of the batch\)/g, '');
    const key = `${state} ${common}`;
    const { people = 0, batches = [] } = groups.get(key) ?? {};
    batches.push(number);
    groups.set(key, { state, reason: common, people: people + recipients, batches });
  }
  return [...groups.values()].sort((a, b) => b.people - a.people);
}

function troubleLine({ state, reason, people, batches }: Trouble, most: number): string {
  const runs = runsOf(batches);
  const shown = runs.slice(0, most);
  const more = runs.slice(most).reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const parts = [
    ...shown.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)),
    ...(more > 0 ? [`${formatCount(more)} more`] : []),
  ];
  const numbers = [parts.slice(0, -1).join(', '), parts.at(-1)].filter(Boolean).join(' and ');
  const noun = batches.length === 1 ? 'batch' : 'batches';
  return `  ${noun} ${numbers}, ${persons(people)}, ${state}: ${reason}`;
}

/** Numbers that follow each other, as one. */
function runsOf(numbers: readonly number[]): { readonly from: number; to: number }[] {
  const runs: { readonly from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last?.to === number - 1) last.to = number;
    else runs.push({ from: number, to: number });
  }
  return runs;
}

function shorten(lines: readonly string[]): string[] {
  const more = lines.length - REASONS_SHOWN;
  const rest = more > 0 ? [`  and ${plural(more, 'further reason')}`] : [];
  return [...lines.slice(0, REASONS_SHOWN), ...rest];
}

function persons(count: number): string {
  return plural(count, 'person', 'people');
}
