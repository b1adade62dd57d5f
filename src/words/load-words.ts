import { EXIT, OutcryError } from '../errors.ts';
import { type Checked, isError, type Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';
import { makeWords, sameLanguage, type Words } from './make-words.ts';
import { readWordsFile, type WordsFile } from './read-words-file.ts';
import { SAMPLE_VALUES } from './samples.ts';
import { canonical, fallbacksOf, findWordsFiles } from './words-files.ts';

const ENGLISH = 'en';

/**
 * The fixed words in a language from `words/` of the template folders, the workspace's first, key
 * by key: of `es-MX` what es-MX.yaml has, else es.yaml, else en.yaml. Errors are mistakes in these
 * files; words that only English has are a warning.
 */
export function loadWords(roots: readonly string[], lang: string): Checked<Words> {
  const found = findWordsFiles(roots);
  const tags = [...new Set([...fallbacksOf(lang), ENGLISH])];
  const read = tags.flatMap((tag) =>
    (found.files.get(tag) ?? []).map((file) => readWordsFile(file, tag)),
  );
  const problems = [...found.strangers.map(stranger), ...read.flatMap(({ problems }) => problems)];
  const files = read.flatMap(({ value }) => value ?? []);
  if (problems.some(isError)) return { problems };
  const missing = missingWords(lang, files);
  return missing.some(isError)
    ? { problems: missing }
    : { value: makeWords(languageOf(lang, files), files), problems: [...problems, ...missing] };
}

/** The words in every language that has some. */
export interface WordsBook {
  /** Those that have a file of their own. */
  readonly languages: readonly string[];
  /** In English where there are none. */
  wordsIn(lang: string): Words;
}

/**
 * Reads all files of fixed words once, for whoever answers in many languages. Throws an OutcryError
 * (exit 3) that holds every mistake in them.
 */
export function openWordsBook(roots: readonly string[]): WordsBook {
  const { files, strangers } = findWordsFiles(roots);
  const read = [...files].flatMap(([lang, paths]) =>
    paths.map((file) => readWordsFile(file, lang)),
  );
  const all = read.flatMap(({ value }) => value ?? []);
  const problems = [
    ...strangers.map(stranger),
    ...read.flatMap(({ problems }) => problems),
    ...missingWords(
      ENGLISH,
      all.filter(({ lang }) => lang === ENGLISH),
    ),
  ].filter(isError);
  if (problems.length > 0) throw unusable(problems);
  const books = new Map<string, Words>();
  return {
    languages: [...files.keys()],
    wordsIn: (lang) => {
      const words = books.get(lang) ?? wordsAmong(all, lang);
      books.set(lang, words);
      return words;
    },
  };
}

function wordsAmong(all: readonly WordsFile[], lang: string): Words {
  const tags = [...fallbacksOf(lang), ENGLISH];
  const files = tags.flatMap((tag) => all.filter((file) => file.lang === tag));
  return makeWords(languageOf(lang, files), files);
}

/** The language itself if there are words in it, else that of the words that there are. */
function languageOf(lang: string, files: readonly WordsFile[]): string {
  const tag = canonical(lang) ?? ENGLISH;
  return files.some((file) => sameLanguage(file.lang, tag)) ? tag : ENGLISH;
}

function missingWords(lang: string, files: readonly WordsFile[]): Problem[] {
  const lacks = (some: readonly WordsFile[]) =>
    [...SAMPLE_VALUES.keys()].filter((key) => !some.some(({ messages }) => messages.has(key)));
  const nowhere = lacks(files);
  if (nowhere.length > 0) return [withoutEnglish(nowhere)];
  const own = files.filter((file) => sameLanguage(file.lang, canonical(lang) ?? ENGLISH));
  const keys = lacks(own);
  return keys.length > 0 ? [onlyEnglish(lang, own[0]?.file, keys)] : [];
}

function onlyEnglish(lang: string, file: string | undefined, keys: readonly string[]): Problem {
  return {
    severity: 'warning',
    code: 'words-missing',
    what: file
      ? `The fixed words lack ${listed(keys, 20)}; English stands in their place.`
      : `There are no fixed words in "${lang}", such as those for unsubscribing; English stands in their place.`,
    where: file === undefined ? undefined : { file, line: 1, column: 1 },
    fix: file
      ? 'Add them to this file; templates/words/en.yaml has the English ones.'
      : `Copy templates/words/en.yaml to templates/words/${lang}.yaml and translate it.`,
  };
}

function withoutEnglish(keys: readonly string[]): Problem {
  return {
    severity: 'error',
    code: 'words-missing',
    what: `No file of fixed words has ${listed(keys, 3)}.`,
    fix: 'Put templates/words/en.yaml back as it came with Outcry.',
  };
}

/** `a, b and 3 more` */
function listed(keys: readonly string[], most: number): string {
  const rest = keys.length - most;
  return keys.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function stranger(file: string): Problem {
  return {
    severity: 'error',
    code: 'words-invalid',
    what: 'A file of fixed words is named after its language, such as es.yaml, and this one is not.',
    where: { file: shownPath(file), line: 1, column: 1 },
    fix: 'Name it such as es.yaml or es-MX.yaml.',
  };
}

function unusable(problems: readonly Problem[]): OutcryError {
  return new OutcryError({
    code: 'words-invalid',
    what: 'The fixed words of the pages cannot be used.',
    problems,
    exit: EXIT.environment,
  });
}
