import { numberCitations } from '../../src/appeal/citations.ts';
import type { Source, Sources } from '../../src/appeal/source.ts';

const KEYS = ['a', 'b', 'c', 'nyt-adviser', 'dpa:2018', 'https://example.org/a?b=c'];

/** Sources whose titles are their keys. */
export const SOURCES: Sources = sourcesNamed(KEYS);

export function sourcesNamed(keys: readonly string[]): Sources {
  return new Map(keys.map((key) => [key, entryOf({ key, title: key })]));
}

/** A source as the front matter gives it. */
export function entryOf(source: Source) {
  return {
    key: source.key,
    read: () => ({ value: source, problems: [] }),
    where: () => ({ file: 'letter.md', line: 1, column: 1 }),
    isFromFile: false,
  };
}

/** Numbers the citations of a text that may cite SOURCES. */
export function numbered(text: string, reuse = false, sources = SOURCES) {
  return numberCitations({ file: 'letter.md', text, sources }, { reuse });
}

/** `prefix|key|suffix` of every source, note by note. */
export function notesOf(text: string, reuse = false): string[][] | undefined {
  return numbered(text, reuse).value?.notes.map((note) =>
    note.sources.map(({ key, prefix = '', suffix = '' }) =>
      prefix + suffix === '' ? key : `${prefix}|${key}|${suffix}`,
    ),
  );
}

export function told(text: string): string[] {
  return numbered(text).problems.map((p) => `${p.code} ${p.where?.line}:${p.where?.column}`);
}
