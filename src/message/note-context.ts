import type { CitationMark } from '../appeal/citation-mark.ts';
import type { Note } from '../appeal/citations.ts';
import type { CitedSource } from '../appeal/source.ts';
import { isolate } from '../words/isolate.ts';
import type { Words } from '../words/make-words.ts';
import { sourceDate } from './source-date.ts';

const MOST_AUTHORS = 3;

/** The id of a citation in the html, which its note leads back to. */
export function citationId({ number, turn }: CitationMark): string {
  return turn === 1 ? `cite-${number}` : `cite-${number}-${turn}`;
}

/** What templates are given of a note. */
export function noteContext({ number, sources, citations }: Note, words: Words, lang: string) {
  return {
    number,
    sources: sources.map((source) => sourceContext(source, words, lang)),
    back: Array.from({ length: citations }, (_, index) =>
      backLink(number, index, citations, words),
    ),
  };
}

/** `lead`, title and `details` in a row are the whole line of a source, the same in html and text. */
function sourceContext(source: CitedSource, words: Words, lang: string) {
  const { prefix = '', suffix = '', publisher, pages } = source;
  const authors = authorsInWords(source.authors ?? [], lang);
  const date = source.date && sourceDate(source.date, words, lang);
  const accessed = source.accessed && sourceDate(source.accessed, words, lang);
  // When something was looked at matters only where nobody knows when it was written.
  const when = date ?? (accessed && words.say('letter.accessed', { date: accessed }));
  const details = [publisher, when, suffix === '' ? pages : undefined];
  const own = (text: string) => isolate(text, lang);
  return {
    ...source,
    title: own(source.title),
    authors,
    date,
    accessed,
    lead: own(prefix) + (authors === '' ? '' : `${authors}, `),
    details: details.map((detail) => (detail ? `, ${own(detail)}` : '')).join('') + own(suffix),
  };
}

function authorsInWords(authors: readonly string[], lang: string): string {
  const [first = ''] = authors;
  if (authors.length > MOST_AUTHORS) return isolate(`${first} et al.`, lang);
  const names = authors.map((name) => isolate(name, lang));
  return new Intl.ListFormat(lang, { type: 'conjunction' }).format(names);
}

/** A note that several citations share leads back to each: a, b, c. */
function backLink(number: number, index: number, of: number, words: Words) {
  const letter = of > 1 ? letters(index) : '';
  const name = [words.say('letter.back'), number, letter].filter((part) => part !== '');
  return { href: `#${citationId({ number, turn: index + 1 })}`, letter, label: name.join(' ') };
}

/** a … z, aa, ab … */
function letters(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}
