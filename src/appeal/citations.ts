import { type Checked, type Problem, placeAt } from '../problem.ts';
import { MOST_CITATIONS, writeCitationMark } from './citation-mark.ts';
import {
  bareKey,
  footnoteMark,
  linkedCitation,
  tooManyCitations,
  unclosedBracket,
  unknownSource,
  unreadableCitation,
} from './citation-problems.ts';
import { type FoundCitation, findCitations } from './find-citations.ts';
import { type CitationItem, readCitation } from './read-citation.ts';
import type { CitedSource, Sources } from './source.ts';

/** The numbered entry at the foot of the letter: a citation's sources, in the order written. */
export interface Note {
  readonly number: number;
  readonly sources: readonly CitedSource[];
  /** How many citations lead here: one, unless the appeal says `citations: reuse`. */
  readonly citations: number;
}

export interface CitedText {
  /** The text with every citation replaced by a mark of the same length (see citation-mark.ts). */
  readonly text: string;
  readonly notes: readonly Note[];
}

interface Letter {
  readonly file: string;
  readonly text: string;
  readonly sources: Sources;
}

/**
 * Numbers the citations of a letter in the order in which they stand. Each takes the next number
 * and becomes a note; with `reuse`, one that says exactly what an earlier one said gets its number.
 * Citations without a source, and what only looks like a citation, are problems.
 */
export function numberCitations(
  letter: Letter,
  options: { readonly reuse: boolean },
): Checked<CitedText> {
  const { file, text } = letter;
  const notes: { number: number; sources: readonly CitedSource[]; citations: number }[] = [];
  const byContent = new Map<string, (typeof notes)[number]>();
  const problems: Problem[] = [];
  const takeNote = (sources: readonly CitedSource[]) => {
    const content = JSON.stringify(sources);
    const known = options.reuse ? byContent.get(content) : undefined;
    const note = known ?? { number: notes.length + 1, sources, citations: 0 };
    note.citations += 1;
    if (!known) notes.push(note);
    byContent.set(content, note);
    return { number: note.number, turn: note.citations };
  };

  const found = findCitations(text);
  const cited = found.filter(({ kind }) => kind === 'citation');
  const surplus = cited[MOST_CITATIONS];
  if (surplus) return { problems: [tooManyCitations(file, text, surplus.start)] };
  let marked = '';
  let position = 0;
  for (const mark of found) {
    const original = text.slice(mark.start, mark.end);
    const read = readMark(letter, mark);
    problems.push(...read.problems);
    if (read.value === undefined) continue;
    marked += text.slice(position, mark.start) + writeCitationMark(takeNote(read.value), original);
    position = mark.end;
  }
  // A source that cannot be read is told once, however often it is cited.
  const told = [...new Set(problems)];
  return { value: { text: marked + text.slice(position), notes }, problems: told };
}

/** The sources of a citation; no value for what is none, with or without a problem. */
function readMark(letter: Letter, mark: FoundCitation): Checked<readonly CitedSource[]> {
  const { file, text, sources } = letter;
  const { kind, start, end, key } = mark;
  const original = text.slice(start, end);
  const where = () => placeAt(file, text, start, original.length);
  if (kind === 'linked') return { problems: [linkedCitation(original, where())] };
  if (kind === 'footnote') return { problems: [footnoteMark(original, key, where())] };
  if (kind === 'bare') return { problems: sources.has(key) ? [bareKey(key, where())] : [] };
  if (kind === 'unclosed') {
    const isMeant = sources.has(key) || /^\[\s*-?@/.test(original);
    return { problems: isMeant ? [unclosedBracket(original, where())] : [] };
  }
  const read = readCitation(original, (name) => sources.has(name));
  if (!('items' in read)) return { problems: [unreadableCitation(original, read, where())] };
  const items = read.items.map((item) => readItem(letter, item, start));
  return {
    value: items.flatMap(({ value }) => value ?? []),
    problems: items.flatMap(({ problems }) => problems),
  };
}

function readItem(letter: Letter, item: CitationItem, start: number): Checked<CitedSource> {
  const { file, text, sources } = letter;
  const entry = sources.get(item.key);
  if (!entry) {
    const where = placeAt(file, text, start + item.at, item.length);
    return { problems: [unknownSource(item.key, where, sources.keys())] };
  }
  const { value, problems } = entry.read();
  return { value: value && withWords(value, item), problems };
}

function withWords(source: CitedSource, item: CitationItem): CitedSource {
  const { authors, ...rest } = source;
  return {
    ...rest,
    ...(authors && !item.isWithoutAuthors ? { authors } : {}),
    ...(item.prefix === '' ? {} : { prefix: item.prefix }),
    ...(item.suffix === '' ? {} : { suffix: item.suffix }),
  };
}
