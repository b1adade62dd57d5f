import { nearest } from '../nearest.ts';
import { type Place, type Problem, placeAt } from '../problem.ts';
import { citationOf, findBrackets, findCitations, findKeys } from './find-citations.ts';
import { readCitation } from './read-citation.ts';
import type { SourceEntry, Sources } from './source.ts';

/** A letter's text, and all that it may cite. */
export interface CitingLetter {
  readonly file: string;
  readonly text: string;
  readonly sources: Sources;
}

/**
 * Sources that nobody cites: told where the letter has their key in brackets without its @, else
 * where they are given. Those that a faulty citation means are left to that citation's own problem.
 */
export function uncitedSources(uncited: readonly SourceEntry[], letter: CitingLetter): Problem[] {
  const meant = meantKeys(letter);
  return uncited.filter(({ key }) => !meant.has(key)).flatMap((entry) => tell(entry, letter));
}

function tell(entry: SourceEntry, { file, text }: CitingLetter): Problem[] {
  const brackets = findBrackets(text, entry.key);
  if (brackets.length === 0) return [neverCited(entry)];
  return brackets.map(({ start, end }) =>
    withoutAt(entry.key, text.slice(start, end), placeAt(file, text, start, end - start)),
  );
}

/** The keys that citations mean which are told for something else: they are not read, or unknown. */
function meantKeys({ text, sources }: CitingLetter): Set<string> {
  const keys = findCitations(text).flatMap(({ kind, start, end, key }) => {
    if (kind === 'bare') return [];
    if (kind !== 'citation') return [key];
    const original = text.slice(start, end);
    const read = readCitation(original, (name) => sources.has(name));
    if (!('items' in read)) return keysIn(original);
    const unknown = read.items.filter((item) => !sources.has(item.key));
    return unknown.flatMap((item) => nearest(item.key, sources.keys()) ?? []);
  });
  return new Set(keys);
}

/** Also those without an @. */
function keysIn(citation: string): string[] {
  const parts = citation.slice(1, -1).split(';');
  return [...findKeys(citation).map(({ key }) => key), ...parts.map((part) => part.trim())];
}

function neverCited({ key, where }: SourceEntry): Problem {
  return {
    severity: 'error',
    code: 'source-uncited',
    what: `The source "${key}" is never cited.`,
    where: where(),
    fix: `Cite it in the letter with ${citationOf(key)}, or remove it from "sources:".`,
  };
}

function withoutAt(key: string, bracket: string, where: Place): Problem {
  return {
    severity: 'error',
    code: 'source-uncited',
    what: `The source "${key}" is never cited: ${bracket} without an @ is no citation.`,
    where,
    fix: `Write ${citationOf(key)}, or remove "${key}" from "sources:" if this means something else.`,
  };
}
