import { type FoundKey, findKeys } from './find-citations.ts';
import { readPrefix, readSuffix } from './locator.ts';

/** One source of a citation, with the words around it. Offsets are those of the citation. */
export interface CitationItem extends FoundKey {
  readonly prefix: string;
  readonly suffix: string;
}

/** Why a citation cannot be read, and what to do. */
export interface Unreadable {
  readonly what: string;
  readonly fix: string;
}

export type ReadCitation = { readonly items: readonly CitationItem[] } | Unreadable;

interface Draft {
  readonly found: FoundKey;
  readonly prefix: string;
  suffix: string;
}

/** Reads a whole citation, brackets included: its sources, each with what stands around it. */
export function readCitation(citation: string, isKnown: (key: string) => boolean): ReadCitation {
  if (citation.includes('{{')) return MERGE_FIELD;
  const drafts: Draft[] = [];
  let before = '';
  for (const { text, at } of splitItems(citation.slice(1, -1))) {
    const [found, second] = findKeys(text);
    if (second) return severalKeys(second.key);
    if (text.trim() === '') return EMPTY_ITEM;
    if (!found) {
      if (isKnown(text.trim())) return withoutAt(text.trim());
      // Words behind a semicolon belong to the source before them.
      const last = drafts.at(-1);
      if (last) last.suffix += `;${text}`;
      else before += `${text};`;
      continue;
    }
    const start = found.at - (found.isWithoutAuthors ? 1 : 0);
    drafts.push({
      found: { ...found, at: 1 + at + found.at },
      prefix: before + text.slice(0, start),
      suffix: text.slice(found.at + found.length),
    });
    before = '';
  }
  return {
    items: drafts.map(({ found, prefix, suffix }) => ({
      ...found,
      prefix: readPrefix(prefix),
      suffix: readSuffix(suffix),
    })),
  };
}

const DIVIDER = /\\[\s\S]|\{(?:[^{}]|\{[^{}]*\})*\}|\[[^[\]]*\]|&#?\w+;|;/g;

/** At the semicolons that stand in no braces, brackets or entities. */
function splitItems(content: string): { text: string; at: number }[] {
  const ends = [...content.matchAll(DIVIDER)].flatMap((m) => (m[0] === ';' ? [m.index] : []));
  return [...ends, content.length].map((end, index) => {
    const at = index === 0 ? 0 : (ends[index - 1] ?? 0) + 1;
    return { text: content.slice(at, end), at };
  });
}

const MERGE_FIELD: Unreadable = {
  what: 'holds a merge field, and its note is the same for everybody',
  fix: 'Take the merge field out of the brackets.',
};

const EMPTY_ITEM: Unreadable = {
  what: 'has a semicolon with nothing beside it',
  fix: 'Write the key of the next source there, or take the semicolon out.',
};

function severalKeys(second: string): Unreadable {
  return {
    what: 'names several sources without a semicolon between them',
    fix: `Part them with a semicolon, [@first; @second]. If "@${second}" is no source, put a backslash before it: \\@${second}.`,
  };
}

function withoutAt(key: string): Unreadable {
  return { what: `names the source "${key}" without its @`, fix: `Write @${key}.` };
}
