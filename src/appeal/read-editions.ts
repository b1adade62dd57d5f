import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from '../errors.ts';
import type { Checked, Problem } from '../problem.ts';
import { readLanguage } from '../words/read-language.ts';
import { otherPetitions } from './other-petitions.ts';
import { type Appeal, readAppeal } from './read-appeal.ts';

/** An appeal in one of its languages. */
export interface AppealEdition {
  readonly lang: string;
  readonly appeal: Appeal;
}

/**
 * Reads an appeal and its siblings in other languages: `appeal.es.md` beside `appeal.md`. The file
 * itself comes first. A sibling that is asked for by name is read alone, with what it takes over.
 * Throws an OutcryError (exit 3) if a file cannot be read at all.
 */
export async function readEditions(
  file: string,
  ownLang: string,
  now?: number,
): Promise<Checked<readonly [AppealEdition, ...AppealEdition[]]>> {
  const sibling = await asSibling(file);
  const first = await (sibling
    ? readSibling(file, sibling, ownLang, now)
    : readAppeal(file, { now }));
  if (!first.value) return { problems: first.problems };
  const problems: Problem[] = [...first.problems];
  const own = { lang: first.value.frontMatter.lang ?? ownLang, appeal: first.value };
  const others: AppealEdition[] = [];
  for (const { lang, file: other } of sibling ? [] : await siblingsOf(file)) {
    const read = await readAppeal(other, { edition: { lang, first: first.value }, now });
    problems.push(...read.problems);
    if (!read.value) continue;
    const edition = { lang, appeal: read.value };
    const twin = others.find((earlier) => earlier.lang === lang);
    problems.push(...mismatches(edition, own), ...(twin ? [double(edition, twin)] : []));
    others.push(edition);
  }
  return { value: [own, ...others], problems };
}

interface Sibling {
  readonly lang: string;
  readonly file: string;
}

/** The files `NAME.LANG.md` beside `NAME.md`, by language. */
async function siblingsOf(file: string): Promise<Sibling[]> {
  const folder = path.dirname(file);
  const { name, ext } = path.parse(file);
  return (await filesIn(folder)).sort().flatMap((base) => {
    if (!base.startsWith(`${name}.`) || !base.endsWith(ext)) return [];
    const lang = readLanguage(base.slice(name.length + 1, -ext.length));
    return lang === undefined ? [] : [{ lang, file: path.join(folder, base) }];
  });
}

/** For `NAME.LANG.md` with a `NAME.md` beside it: that one, and the language. */
async function asSibling(file: string): Promise<Sibling | undefined> {
  const { dir, name, ext } = path.parse(file);
  const dot = name.lastIndexOf('.');
  const lang = dot > 0 ? readLanguage(name.slice(dot + 1)) : undefined;
  const base = `${name.slice(0, dot)}${ext}`;
  if (lang === undefined || !(await filesIn(path.dirname(file))).includes(base)) return undefined;
  return { lang, file: path.join(dir, base) };
}

async function readSibling(
  file: string,
  { lang, file: base }: Sibling,
  ownLang: string,
  now: number | undefined,
) {
  const first = await readAppeal(base);
  if (!first.value) return first;
  const read = await readAppeal(file, { edition: { lang, first: first.value }, now });
  if (!read.value) return read;
  const firstLang = first.value.frontMatter.lang ?? ownLang;
  const wrong = mismatches({ lang, appeal: read.value }, { lang: firstLang, appeal: first.value });
  const value = { ...read.value, editionOf: base };
  return { value, problems: [...read.problems, ...wrong, alone(file, lang, base)] };
}

function alone(file: string, lang: string, first: string): Problem {
  return {
    severity: 'warning',
    code: 'edition-alone',
    what: `This is the edition "${lang}" of ${path.basename(first)}. On its own it cannot be sent: everybody would get it, whatever her language.`,
    where: { file, line: 1, column: 1 },
    fix: `Check and send ${path.basename(first)}: everybody gets her own edition.`,
  };
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // What is wrong with the folder is told when the appeal itself is read.
    if (systemCode(error) !== undefined) return [];
    throw error;
  }
}

/** What must be the same in all editions: they are one campaign for one petition. */
function mismatches(edition: AppealEdition, first: AppealEdition): Problem[] {
  const { lang, appeal } = edition;
  const { frontMatter, placeOf } = appeal;
  const problems: Problem[] = [];
  if (lang === first.lang) problems.push(double(edition, first));
  if (frontMatter.lang !== lang) {
    problems.push({
      severity: 'error',
      code: 'edition-language',
      what: `The file is named after "${lang}", but its "lang" says "${frontMatter.lang}".`,
      where: placeOf(['lang']),
      fix: 'Take out "lang", or rename the file.',
    });
  }
  problems.push(...otherPetitions(appeal, first.appeal));
  return problems;
}

/** Two files in one language, by `lang:` or by names such as `appeal.es.md` and `appeal.ES.md`. */
function double({ lang, appeal }: AppealEdition, other: AppealEdition): Problem {
  return {
    severity: 'error',
    code: 'edition-double',
    what: `${path.basename(other.appeal.file)} is in "${lang}" already, so nobody would get this file.`,
    where: { file: appeal.file, line: 1, column: 1 },
    fix: 'Rename the file after its language, or say "lang:" in the other one.',
  };
}
