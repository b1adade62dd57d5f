import type { Appeal } from '../appeal/read-appeal.ts';
import type { compileMessage } from '../message/compile-message.ts';
import { loadWords } from '../words/load-words.ts';

type Compile = typeof compileMessage;
type LoadWords = typeof loadWords;

export interface EditionMemory {
  /** Compiles an edition, or gives what came of it before. */
  readonly compile: Compile;
  /** Something besides the appeal has changed: templates, words, configuration, lists, sources. */
  forget(): void;
}

/**
 * Compiles only the edition that was written in: the others of the same letter are what they were.
 * Keeps no more than the editions of one letter, and the fixed words of their languages.
 */
export function rememberEditions(compile: Compile): EditionMemory {
  const known = new Map<string, { readonly key: string; readonly compiled: ReturnType<Compile> }>();
  const words = new Map<string, ReturnType<LoadWords>>();
  const recallWords: LoadWords = (roots, lang) => {
    const loaded = words.get(lang) ?? loadWords(roots, lang);
    words.set(lang, loaded);
    return loaded;
  };
  return {
    compile(input) {
      const key = keyOf(input.appeal);
      const edition = editionOf(input.appeal);
      const before = known.get(edition);
      if (before?.key === key) return before.compiled;
      const compiled = compile({ ...input, loadWords: recallWords });
      known.set(edition, { key, compiled });
      // What went wrong outside the letter, such as a file that could not be opened, may not again.
      compiled.catch(() => known.delete(edition));
      return compiled;
    },
    forget() {
      known.clear();
      words.clear();
    },
  };
}

/** The file, and which of its subjects it is about. */
function editionOf({ file, subjects, frontMatter }: Appeal): string {
  return `${file}\n${subjects.indexOf(frontMatter.subject)}`;
}

/** All that is in an appeal's file, and where it stands: problems name lines and columns. */
function keyOf({ frontMatter, body, notes, placeOf }: Appeal): string {
  const places = pathsIn(frontMatter, []).map((path) => placeOf(path));
  return JSON.stringify([frontMatter, body, notes, places]);
}

function pathsIn(value: unknown, path: readonly PropertyKey[]): (readonly PropertyKey[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...path, key]));
}
