import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { EXIT, OutcryError, systemCode } from '../errors.ts';
import type { Checked, Problem } from '../problem.ts';
import { readYaml, type YamlValue } from '../yaml.ts';
import { checkSources } from './check-sources.ts';
import { type Note, numberCitations } from './citations.ts';
import { closedPetition } from './closed-petition.ts';
import {
  editionSchema,
  type FrontMatter,
  frontMatterSchema,
  type Written,
} from './front-matter.ts';
import { readSources } from './read-sources.ts';
import type { Sources } from './source.ts';
import { withSubject } from './subject-list.ts';

/** The letter as staff wrote it. */
export interface Appeal {
  readonly file: string;
  /** The file's name without its ending. */
  readonly name: string;
  readonly frontMatter: FrontMatter;
  /** All subjects that are written; several are tested against each other. */
  readonly subjects: readonly string[];
  /**
   * Markdown with Handlebars in it, citations replaced by marks. Blank lines stand in the place of
   * the front matter, so that lines and columns are those of the file.
   */
  readonly body: string;
  readonly notes: readonly Note[];
  /** All that may be cited, by key. */
  readonly sources: Sources;
  /** Set for a sibling such as `appeal.es.md` that was asked for by name: the file it belongs to. */
  readonly editionOf?: string | undefined;
  /** Where a setting stands, and where the characters of its text do. */
  readonly placeOf: YamlValue<FrontMatter>['placeOf'];
  readonly placeIn: YamlValue<FrontMatter>['placeIn'];
}

/** Set for a further edition of an appeal: its language, and the first one, from which it takes over. */
export interface EditionOf {
  readonly lang: string;
  readonly first: Appeal;
}

interface Reading {
  readonly edition?: EditionOf | undefined;
  /** Milliseconds since 1970, where dates in the future are to be told. */
  readonly now?: number | undefined;
}

/** Reads an appeal file. Throws an OutcryError (exit 3) if it cannot be read at all. */
export async function readAppeal(file: string, reading?: Reading): Promise<Checked<Appeal>> {
  return parseAppeal(file, await readText(file), reading);
}

/** Parses an appeal's text; `file` is what problems are named after, and where its sources are. */
export function parseAppeal(
  file: string,
  content: string,
  { edition, now }: Reading = {},
): Checked<Appeal> {
  const text = content.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const parts = splitFrontMatter(text);
  if (!parts) return { problems: [missingFrontMatter(file, text)] };
  const yaml = readYaml({
    file,
    text: parts.yaml,
    linesBefore: 1,
    schema: edition ? editionSchema(edition.first.frontMatter, edition.lang) : frontMatterSchema,
    code: 'front-matter',
  });
  if (!yaml.value) return { problems: yaml.problems };
  const { data, placeOf, placeIn } = yaml.value;
  const subjects = [data.subject].flat();
  const frontMatter = { ...data, subject: subjects[0] ?? '' };
  const cited = readCitations(file, parts.body, yaml, { edition, now });
  const problems = [...yaml.problems, ...closedPetition(yaml.value, now), ...cited.problems];
  if (!cited.value) return { problems };
  const name = path.basename(file).replace(/\.[^.]*$/, '');
  const appeal = { file, name, frontMatter, subjects, ...cited.value, placeOf, placeIn };
  return { value: Array.isArray(data.subject) ? withSubject(appeal, 0) : appeal, problems };
}

/** Numbers the citations; an edition may also cite the sources of the first one. */
function readCitations(
  file: string,
  text: string,
  { value: yaml, problems: mistakes }: Checked<YamlValue<Written>>,
  { edition, now }: Reading,
): Checked<Pick<Appeal, 'body' | 'notes' | 'sources'>> {
  if (!yaml) return { problems: [] };
  const own = readSources(file, yaml);
  const sources = new Map([...(edition?.first.sources ?? []), ...own.sources]);
  const reuse = yaml.data.citations === 'reuse';
  const letter = { file, text, sources };
  const cited = numberCitations(letter, { reuse });
  const notes = cited.value?.notes ?? [];
  const isComplete = own.problems.length === 0 && mistakes.length === 0;
  // What an unreadable file holds is not known, so nothing can be said to be missing.
  const told = cited.problems.filter(({ code }) => isComplete || code !== 'citation-unknown');
  const problems = [...own.problems, ...told, ...checkSources(own.sources, letter, notes, now)];
  return { value: cited.value && { body: cited.value.text, notes, sources }, problems };
}

async function readText(file: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): OutcryError {
  const code = systemCode(cause);
  const missing = code === 'ENOENT';
  return new OutcryError({
    code: 'appeal-unreadable',
    what: missing
      ? `There is no appeal ${file}.`
      : cause instanceof TypeError
        ? `The appeal ${file} is not UTF-8 text.`
        : `The appeal ${file} cannot be read (${code ?? 'unknown reason'}).`,
    fix: missing
      ? 'Check the path; appeals usually stand in templates/appeals/.'
      : 'Save it as a UTF-8 text file that you may read.',
    exit: EXIT.environment,
    cause,
  });
}

/** The body keeps its lines: the front matter's are blank. */
function splitFrontMatter(text: string): { yaml: string; body: string } | undefined {
  const match = /^---[ \t]*\n([\s\S]*?)^---[ \t]*(?:\n|$)/m.exec(text);
  if (match?.index !== 0 || match[1] === undefined) return undefined;
  const lines = match[0].split('\n').length - 1;
  return { yaml: match[1], body: '\n'.repeat(lines) + text.slice(match[0].length) };
}

/** None at all, or one whose first or last line is missing. */
function missingFrontMatter(file: string, text: string): Problem {
  const isOpened = /^---[ \t]*\n/.test(text);
  const isClosed = /^\s*[a-z_]+:(?:\s[\s\S]*)?\n---[ \t]*(?:\n|$)/.test(text);
  return {
    severity: 'error',
    code: 'front-matter-missing',
    what: isOpened
      ? 'The line "---" that ends the front matter is missing.'
      : isClosed
        ? 'The line "---" that begins the front matter is missing.'
        : 'The appeal has no front matter.',
    where: { file, line: 1, column: 1 },
    fix: isOpened
      ? 'Write a line "---" between the settings and the letter.'
      : isClosed
        ? 'Write a line "---" above the settings, as the first of the file.'
        : 'Start the file with a line "---", then subject, petition and the other settings, then a line "---", then the letter.',
  };
}
