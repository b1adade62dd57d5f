/** Stretches that are kept at most: 100,000 of them take about 2 MB. */
const MOST_STRETCHES = 100_000;

/** Recipients from `number` on who stand on lines that follow each other. */
interface Stretch {
  readonly number: number;
  readonly file: string;
  /** The line of its first; undefined where there were too many stretches to tell. */
  readonly line: number | undefined;
}

/** Where on the lists recipients stood, known while an audience is frozen. */
export interface RowPlaces {
  /** The next recipient, by number, stands there. */
  add(file: string, line: number): void;
  /** `lists/a.csv:4`, or only the list; undefined for a number that was not added. */
  placeOf(number: number): string | undefined;
}

/**
 * Keeps where recipients stand as stretches: most lines follow each other, so a list of a million
 * needs few of them. One with a gap at every other line gets no more than `most`; from there on the
 * list alone is kept.
 */
export function openRowPlaces(most: number = MOST_STRETCHES): RowPlaces {
  const stretches: Stretch[] = [];
  let count = 0;
  return {
    add(file, line) {
      count += 1;
      const last = stretches.at(-1);
      if (last !== undefined && goesOn(last, count, file, line)) return;
      const isRoom = stretches.length < most;
      stretches.push({ number: count, file, line: isRoom ? line : undefined });
    },
    placeOf(number) {
      if (number < 1 || number > count) return undefined;
      const found = lastUpTo(stretches, number);
      if (found?.line === undefined) return found?.file;
      return `${found.file}:${found.line + number - found.number}`;
    },
  };
}

function goesOn(last: Stretch, number: number, file: string, line: number): boolean {
  if (last.file !== file) return false;
  return last.line === undefined || last.line + number - last.number === line;
}

/** The last one that does not begin after `number`. */
function lastUpTo(stretches: readonly Stretch[], number: number): Stretch | undefined {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((stretches[middle]?.number ?? 0) <= number) low = middle + 1;
    else high = middle;
  }
  return stretches[low - 1];
}
