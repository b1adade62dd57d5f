import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const ENDING = '.yaml';

/** The files of fixed words by language, of each the first folder's first. */
export type WordsFiles = ReadonlyMap<string, readonly string[]>;

/** Finds `words/xx.yaml` in the template folders; files named after no language are `strangers`. */
export function findWordsFiles(roots: readonly string[]) {
  const files = new Map<string, string[]>();
  const strangers: string[] = [];
  for (const file of [...new Set(roots.map((root) => path.resolve(root)))].flatMap(yamlFilesIn)) {
    const lang = canonical(path.basename(file, ENDING));
    if (lang) files.set(lang, [...(files.get(lang) ?? []), file]);
    else strangers.push(file);
  }
  return { files: files as WordsFiles, strangers };
}

/** `es-MX` → `es-MX`, `es` (RFC 4647, 3.4). */
export function fallbacksOf(lang: string): string[] {
  const parts = (canonical(lang) ?? '').split('-');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-')).filter(Boolean);
}

/** The usual form of a language's tag, or undefined for what is none. */
export function canonical(lang: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(lang)[0];
  } catch {
    return undefined;
  }
}

function yamlFilesIn(root: string): string[] {
  const folder = path.join(root, 'words');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  return names.sort().map((name) => path.join(folder, name));
}
