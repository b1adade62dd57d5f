import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type { core } from 'zod';
import { systemCode } from '../errors.ts';
import { type Checked, type Place, type Problem, placeAt } from '../problem.ts';
import { placeOfPath } from '../yaml-places.ts';
import { cslItemSchema, sourceOf } from './csl-item.ts';
import type { Source, SourceEntry } from './source.ts';

/** How a message speaks of the export that we can read. */
const EXPORT = 'Zotero, Mendeley and Pandoc call it "CSL JSON" when they export it.';

/**
 * Reads the sources of a CSL-JSON file, each of which may be cited by its `id` and by its
 * `citation-key`. An item is held to the schema only when it is asked for: a library has hundreds,
 * and a letter cites six. `where` is the place that names the file.
 */
export function readCslFile(file: string, where: Place): Checked<readonly SourceEntry[]> {
  const text = readText(file, where);
  if (text.value === undefined) return { problems: text.problems };
  const data = parse(file, text.value);
  if (data.problems.length > 0) return { problems: data.problems };
  const items = itemsOf(data.value);
  if (!items) return { problems: [unreadable(`${file} holds no list of sources.`, EXPORT, file)] };
  const placeOf = placesIn(file, text.value);
  const entries = items.list.flatMap((item, index) =>
    keysOf(item).map((key) =>
      entryOf(key, item, (path) => placeOf([...items.path, index, ...path])),
    ),
  );
  return { value: entries, problems: [] };
}

function readText(file: string, where: Place): Checked<string> {
  try {
    const bytes = readFileSync(file);
    return { value: new TextDecoder('utf-8', { fatal: true }).decode(bytes), problems: [] };
  } catch (error) {
    const code = systemCode(error);
    const reason =
      code === 'ENOENT'
        ? `There is no file ${file}.`
        : error instanceof TypeError
          ? `${file} is not UTF-8 text.`
          : `${file} cannot be read (${code ?? 'unknown reason'}).`;
    const fix = 'Give the path of a CSL-JSON file, as it is seen from the folder of the appeal.';
    return { problems: [unreadable(reason, `${fix} ${EXPORT}`, where)] };
  }
}

/** JSON is YAML, and YAML tells where it is wrong; but JSON's own parser is 200 times as fast. */
function parse(file: string, text: string): Checked<unknown> {
  try {
    return { value: JSON.parse(text), problems: [] };
  } catch {
    const document = parseDocument(text, { prettyErrors: false });
    const [error] = document.errors;
    if (!error) return { value: document.toJS(), problems: [] };
    const fix = `Mend it there, or export it again. ${EXPORT}`;
    const what = `${file} is not valid JSON: ${error.message.replace(/\.?$/, '.')}`;
    return { problems: [unreadable(what, fix, placeAt(file, text, error.pos[0]))] };
  }
}

/** The list itself, or the one that Zotero's web service and Pandoc's metadata wrap. */
function itemsOf(data: unknown): { list: readonly unknown[]; path: PropertyKey[] } | undefined {
  if (Array.isArray(data)) return { list: data, path: [] };
  for (const name of ['items', 'references']) {
    const list = (data as Readonly<Record<string, unknown>> | null | undefined)?.[name];
    if (Array.isArray(list)) return { list, path: [name] };
  }
  return undefined;
}

function keysOf(item: unknown): string[] {
  const fields = (item ?? {}) as Readonly<Record<string, unknown>>;
  const keys = [fields['citation-key'], fields.id].filter(
    (key) => (typeof key === 'string' && key.trim() !== '') || typeof key === 'number',
  );
  return [...new Set(keys.map((key) => String(key).trim()))];
}

/** Looked up when there is something to tell. */
function placesIn(file: string, text: string): (path: readonly PropertyKey[]) => Place {
  let find: ((path: readonly PropertyKey[]) => Place) | undefined;
  return (path) => {
    if (!find) {
      const lineCounter = new LineCounter();
      const document = parseDocument(text, { lineCounter, prettyErrors: false });
      const at = (offset: number, length?: number) => {
        const { line, col: column } = lineCounter.linePos(offset);
        return { file, line, column, length };
      };
      find = (wanted) => placeOfPath(document, wanted, at);
    }
    return find(path);
  };
}

/** What CSL calls them. */
const PARTS = { date: 'issued', url: 'URL' } as const;

function entryOf(
  key: string,
  item: unknown,
  placeOf: (path: readonly PropertyKey[]) => Place,
): SourceEntry {
  let read: Checked<Source> | undefined;
  const readOnce = (): Checked<Source> => {
    const { data, error } = cslItemSchema.safeParse(item);
    if (data) return { value: sourceOf(key, data), problems: [] };
    return { problems: error.issues.map((issue) => invalidItem(key, issue, placeOf(issue.path))) };
  };
  return {
    key,
    read: () => {
      read ??= readOnce();
      return read;
    },
    where: (part) => firstCharacter(placeOf(part ? [PARTS[part]] : [])),
    isFromFile: true,
  };
}

/** Of a whole item only where it starts is worth pointing at. */
function firstCharacter({ file, line, column }: Place): Place {
  return { file, line, column };
}

function invalidItem(key: string, issue: core.$ZodIssue, where: Place): Problem {
  const field = issue.path.join('.');
  return {
    severity: 'error',
    code: 'source-invalid',
    what: `"${field}" of the source "${key}" is not right: ${issue.message}.`,
    where: { ...where, length: undefined },
    fix: 'Mend it in the program that the file comes from, and export it again, or mend it here.',
  };
}

function unreadable(what: string, fix: string, where: string | Place): Problem {
  const place = typeof where === 'string' ? { file: where, line: 1, column: 1 } : where;
  return { severity: 'error', code: 'sources-unreadable', what, where: place, fix };
}
