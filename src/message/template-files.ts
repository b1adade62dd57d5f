import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';
import { findIncludes } from './mjml-includes.ts';

/** A template's text, and the path under which problems name it. */
export interface TemplateFile {
  readonly file: string;
  readonly text: string;
}

/** The files a letter is made of. */
export interface LetterFiles {
  readonly layout: TemplateFile;
  readonly text: TemplateFile;
  /** By name, both forms; the text form may be missing. What is included is among them, by path. */
  readonly partials: ReadonlyMap<string, PartialFiles>;
  /** Includes that lead nowhere. */
  readonly problems: readonly Problem[];
}

interface PartialFiles {
  readonly mjml: TemplateFile;
  readonly text: TemplateFile | undefined;
}

/**
 * Finds a letter's files. `roots` are template folders: what is in an earlier one stands before
 * what is in a later one, file by file, so that a workspace can override a single partial. In each
 * of them, a partial in the letter's own folder (letters/plain/sign.mjml) stands before the one for
 * all letters (letters/partials/sign.mjml). Undefined if no folder has the letter.
 */
export function findLetter(roots: readonly string[], name: string): LetterFiles | undefined {
  const layout = findFile(roots, [`letters/${name}.mjml`]);
  const text = findFile(roots, [`letters/${name}.txt`, 'letters/default.txt']);
  if (!layout || !text) return undefined;
  const folders = [`letters/${name}`, 'letters/partials'];
  const partials = new Map<string, PartialFiles>();
  const problems: Problem[] = [];
  const complete = (found: FoundFile): TemplateFile => {
    const { text: whole, includes, problems: lost } = findIncludes(found, existsIn(roots));
    problems.push(...lost);
    for (const include of includes) {
      const file = findFile(roots, [include.path]);
      if (!file || partials.has(include.name)) continue;
      partials.set(include.name, { mjml: file, text: undefined });
      partials.set(include.name, { mjml: complete(file), text: undefined });
    }
    return { file: found.file, text: whole };
  };
  for (const partial of folders.flatMap((folder) => listNames(roots, folder, '.mjml')).sort()) {
    const files = (ending: string) => folders.map((folder) => `${folder}/${partial}${ending}`);
    const mjml = findFile(roots, files('.mjml'));
    if (mjml) partials.set(partial, { mjml, text: findFile(roots, files('.txt')) });
  }
  for (const [partial, { mjml, text: twin }] of [...partials]) {
    partials.set(partial, { mjml: complete(mjml as FoundFile), text: twin });
  }
  return { layout: complete(layout), text, partials, problems };
}

/** The names of the letters that there are, for what to say when one is missing. */
export function listLetters(roots: readonly string[]): string[] {
  return listNames(roots, 'letters', '.mjml');
}

interface FoundFile extends TemplateFile {
  /** Inside the template folder, such as letters/petition.mjml. */
  readonly path: string;
}

function existsIn(roots: readonly string[]) {
  return (relative: string) => roots.some((root) => existsSync(path.join(root, relative)));
}

/** The first of these in the first folder that has any. */
function findFile(roots: readonly string[], relatives: readonly string[]): FoundFile | undefined {
  for (const root of roots) {
    const relative = relatives.find((candidate) => existsSync(path.join(root, candidate)));
    if (relative === undefined) continue;
    const file = path.join(root, relative);
    const text = readFileSync(file, 'utf8')
      .replace(/^\uFEFF/, '')
      .replace(/\r\n?/g, '\n');
    return { file: shownPath(file), path: relative, text };
  }
  return undefined;
}

function listNames(roots: readonly string[], folder: string, ending: string): string[] {
  const names = roots
    .map((root) => path.join(root, folder))
    .filter((candidate) => existsSync(candidate))
    .flatMap((candidate) => readdirSync(candidate))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length));
  return [...new Set(names)].sort();
}
