import type { Place, Problem } from '../problem.ts';
import type { Note } from './citations.ts';
import { citationOf } from './find-citations.ts';
import { sameArticle } from './same-article.ts';
import type { SourceEntry, Sources } from './source.ts';
import { type CitingLetter, uncitedSources } from './uncited-sources.ts';

/**
 * What is wrong with the sources themselves. `sources` are the appeal's own; of those that come
 * from a file only the cited ones matter. The letter may cite others, too. `now` in milliseconds since 1970, if there is a clock.
 */
export function checkSources(
  sources: Sources,
  letter: CitingLetter,
  notes: readonly Note[],
  now: number | undefined,
): Problem[] {
  const cited = new Set(notes.flatMap((note) => note.sources.map(({ key }) => key)));
  const entries = [...sources.values()];
  const isCited = ({ key }: SourceEntry) => cited.has(key);
  const inUse = entries.filter((entry) => isCited(entry) || !entry.isFromFile);
  return [
    ...uncitedSources(
      inUse.filter((entry) => !isCited(entry)),
      letter,
    ),
    ...inUse.flatMap(keyTwice),
    ...sameArticles(inUse),
    ...(now === undefined ? [] : inUse.flatMap((entry) => futureDates(entry, now))),
  ];
}

/** An error where the two say different things: nobody knows which of them is meant. */
function keyTwice({ key, read, where, double }: SourceEntry): Problem[] {
  if (!double) return [];
  const isSame = JSON.stringify(read().value) === JSON.stringify(double.read().value);
  return [
    {
      severity: isSame ? 'warning' : 'error',
      code: 'source-key-twice',
      what: `The source "${key}" is given twice${isSame ? '' : ', and not the same way'}: also at ${shown(where(), double.where())}.`,
      where: double.where(),
      fix: isSame ? 'Take one of them out.' : 'Take one of them out, or give it another key.',
    },
  ];
}

function sameArticles(entries: readonly SourceEntry[]): Problem[] {
  const read = entries.flatMap((entry) => {
    const { value: source } = entry.read();
    return source ? [{ entry, source }] : [];
  });
  return read.flatMap(({ entry, source }, index) => {
    const other = read.slice(0, index).find((earlier) => sameArticle(earlier.source, source));
    return other ? [double(entry, other.entry)] : [];
  });
}

function double(entry: SourceEntry, first: SourceEntry): Problem {
  // An item of a file may be cited by its id and by its citation key.
  const isOneItem = JSON.stringify(entry.where()) === JSON.stringify(first.where());
  return {
    severity: 'warning',
    code: 'source-double',
    what: `The sources "${first.key}" and "${entry.key}" are the same article; the first stands at ${shown(first.where(), entry.where())}.`,
    where: entry.where(),
    fix: `Cite it as ${citationOf(first.key)} everywhere${isOneItem ? '' : `, and remove "${entry.key}"`}.`,
  };
}

/** The first of the two places; with its file, if it is another one. */
function shown(first: Place, second: Place): string {
  const isHere = first.file === second.file;
  return isHere ? `line ${first.line}` : `${first.file}:${first.line}:${first.column}`;
}

/** The sun rises fourteen hours earlier at the far end of the earth. */
const EARLIEST_TIME_ZONE = 14 * 3_600_000;

function futureDates(entry: SourceEntry, now: number): Problem[] {
  const today = new Date(now + EARLIEST_TIME_ZONE).toISOString().slice(0, 10);
  const date = entry.read().value?.date;
  const isFuture = (date ?? '').split('/').some((end) => isAfter(end.replace('~', ''), today));
  if (!isFuture) return [];
  return [
    {
      severity: 'warning',
      code: 'date-future',
      what: `The source "${entry.key}" is dated ${date}, which is still to come.`,
      where: entry.where('date'),
      fix: 'Check the year and the order of month and day.',
    },
  ];
}

/** Of a season or a date in words only the year can be told. */
function isAfter(date: string, today: string): boolean {
  const known = /^\d{4}(-(0\d|1[0-2])(-\d\d)?)?/.exec(date)?.[0] ?? '';
  return known > today.slice(0, known.length);
}
