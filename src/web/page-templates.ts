import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { EXIT, OutcryError } from '../errors.ts';
import { type Place, placeAt } from '../problem.ts';
import type { Words } from '../words/make-words.ts';
import { addWordsHelpers } from './words-helpers.ts';

type Template = Handlebars.TemplateDelegate;
export type Render = (name: string, words: Words, context: object) => string;

/**
 * Compiles every .hbs file of the folders; each is a partial to the others under its name. What is
 * wrong with one shows when it is first rendered: an OutcryError with the file and line. Of .txt
 * files, what is put in is not escaped.
 */
export function compileTemplates(
  folders: readonly string[],
  ending: '.hbs' | '.txt' = '.hbs',
): Render {
  // An own Handlebars with its own helpers and partials, so that pages and letters cannot meet.
  const handlebars = Handlebars.create();
  addWordsHelpers(handlebars);

  const track = makeTracker();
  const templates = new Map<string, Template>();
  for (const [name, file] of findTemplates(folders, ending)) {
    const source = readFileSync(file, 'utf8');
    const noEscape = ending === '.txt';
    const compiled = handlebars.compile(source, { strict: true, preventIndent: true, noEscape });
    const template = track.within(file, compiled);
    templates.set(name, template);
    handlebars.registerPartial(name, template);
  }
  return (name, words, context) => {
    const template = templates.get(name);
    if (!template) throw missingFile(`${name}${ending}`, folders);
    try {
      return template(context, { data: { words } });
    } catch (error) {
      throw templateError(track.file(), error);
    }
  };
}

/** The first of the folders that has the file gives it. */
export function findFile(folders: readonly string[], name: string): string {
  const file = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (!file) throw missingFile(name, folders);
  return file;
}

function findTemplates(folders: readonly string[], ending: string): Map<string, string> {
  const files = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => ({ name, file: join(folder, name) })))
    .filter(({ name }) => name.endsWith(ending));
  // The last entry of a key stays, so the first folder must come last.
  return new Map(files.reverse().map(({ name, file }) => [name.slice(0, -ending.length), file]));
}

/**
 * Handlebars' errors say a line but no file, and a page runs inside the layout that it calls. So the
 * file in which it is at work is noted at each step into another, and not put back when an error
 * leaves it.
 */
function makeTracker() {
  let current = '';
  const at =
    (file: string, run: Template): Template =>
    (context, options) => {
      const caller = current;
      current = file;
      const html = run(context, options);
      current = caller;
      return html;
    };
  /** A block that is handed to a partial belongs to the file that hands it. */
  const handBlock = (options?: BlockOptions): BlockOptions | undefined => {
    const block = options?.fn && options.data?.['partial-block'];
    if (!block) return options;
    return { ...options, data: { ...options.data, 'partial-block': at(current, block) } };
  };
  const within =
    (file: string, compiled: Template): Template =>
    (context, options) =>
      at(file, compiled)(context, handBlock(options));
  return { within, file: () => current };
}

interface BlockOptions extends Handlebars.RuntimeOptions {
  readonly fn?: Template;
}

function missingFile(name: string, folders: readonly string[]): OutcryError {
  return new OutcryError({
    code: 'page-missing',
    what: `The page template ${name} is in none of these folders: ${folders.join(', ')}.`,
    fix: 'Put it back, or make a new workspace with "outcry init" and copy it from there.',
    exit: EXIT.environment,
  });
}

function templateError(file: string, error: unknown): OutcryError {
  const message = error instanceof Error ? error.message : String(error);
  return new OutcryError({
    code: 'page-template',
    what: `This page template cannot be used: ${readable(message)}`,
    where: placeOf(file, error, message),
    fix: 'Correct the template at that place. The templates that come with Outcry show what each page is given.',
    exit: EXIT.environment,
    cause: error,
  });
}

/** Handlebars gives the place as properties, or in words, or not at all: then the name is looked for. */
function placeOf(file: string, error: unknown, message: string): Place {
  const { lineNumber, column } = error as { lineNumber?: number; column?: number };
  const line = lineNumber ?? Number(/on line (\d+)/.exec(message)?.[1] ?? 0);
  if (line > 0) return { file, line, column: (column ?? 0) + 1 };
  const [, name = ''] = /"(.+?)"|^The partial (\S+)/.exec(message)?.filter(Boolean) ?? [];
  const source = readFileSync(file, 'utf8');
  return placeAt(file, source, Math.max(0, source.indexOf(name)));
}

function readable(message: string): string {
  const unknown = /^"(.*)" not defined in/.exec(message)?.[1];
  if (unknown) return `it uses "${unknown}", which this page is not given.`;
  const [first = '', near] = message.split('\n');
  return near ? `it is not valid Handlebars near "${near.trim()}".` : `${first}.`;
}
