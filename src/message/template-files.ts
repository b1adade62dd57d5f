import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { shownPath } from '../shown-path.ts';

/** A template's text, and the path under which problems name it. */
export interface TemplateFile {
  readonly file: string;
  readonly text: string;
}

/** The files a letter is made of. */
export interface LetterFiles {
  readonly layout: TemplateFile;
  readonly text: TemplateFile;
  /** By name, both forms; the text form may be missing. */
  readonly partials: ReadonlyMap<string, { mjml: TemplateFile; text: TemplateFile | undefined }>;
}

/**
 * Finds a letter's files. `roots` are template folders: what is in an earlier one stands before
 * what is in a later one, file by file, so that a workspace can override a single partial.
 * Undefined if no folder has the letter.
 */
export function findLetter(roots: readonly string[], name: string): LetterFiles | undefined {
  const layout = findFile(roots, `letters/${name}.mjml`);
  const text = findFile(roots, `letters/${name}.txt`) ?? findFile(roots, 'letters/default.txt');
  if (!layout || !text) return undefined;
  const names = listNames(roots, 'letters/partials', '.mjml');
  const partials = names.flatMap((partial) => {
    const mjml = findFile(roots, `letters/partials/${partial}.mjml`);
    const twin = findFile(roots, `letters/partials/${partial}.txt`);
    return mjml ? [[partial, { mjml, text: twin }] as const] : [];
  });
  return { layout, text, partials: new Map(partials) };
}

/** The names of the letters that there are, for what to say when one is missing. */
export function listLetters(roots: readonly string[]): string[] {
  return listNames(roots, 'letters', '.mjml');
}

function findFile(roots: readonly string[], relative: string): TemplateFile | undefined {
  const root = roots.find((candidate) => existsSync(path.join(candidate, relative)));
  if (root === undefined) return undefined;
  const file = path.join(root, relative);
  const text = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n');
  return { file: shownPath(file), text };
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
