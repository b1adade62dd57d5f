import type { Place } from '../problem.ts';
import type { Template } from './template.ts';

/** A private-use character, outside the range of citation marks. */
export const MARK = '\uF8FF';
export const MARKED = new RegExp(`${MARK}(\\d+)${MARK}`, 'g');
const LETTER_START = `${MARK}letter${MARK}`;
const LETTER_END = `${MARK}end${MARK}`;

/**
 * Remembers where every MJML tag stands in its own file. MJML names lines of the whole generated
 * document only; with a mark before each tag that later becomes a line break, its line leads back
 * to file, line and column, through partials and loops.
 */
export interface MjmlPlaces {
  /** Puts the marks into a template's AST, before it is compiled. */
  mark(template: Template): void;
  /** The place of a mark, by the number that stands in it. */
  placeOf(mark: number): Place | undefined;
}

export function createMjmlPlaces(): MjmlPlaces {
  const places: Place[] = [];
  return {
    mark: ({ ast, text, file }) => markContents(ast, text, file, places),
    placeOf: (mark) => places[mark],
  };
}

function markContents(ast: hbs.AST.Program, text: string, file: string, places: Place[]): void {
  const lines = text.split('\n');
  const starts: number[] = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  const visit = (program: hbs.AST.Program | undefined): void => {
    for (const node of program?.body ?? []) {
      if (node.type === 'ContentStatement') markContent(node as hbs.AST.ContentStatement);
      const { program: body, inverse } = node as hbs.AST.BlockStatement;
      visit(body);
      visit(inverse);
    }
  };
  const markContent = (node: hbs.AST.ContentStatement): void => {
    const from = (starts[node.loc.start.line - 1] ?? 0) + node.loc.start.column;
    // Handlebars strips the line breaks of tags that stand alone from `value`, not from the file.
    const skipped = Math.max(0, (node.original as unknown as string).indexOf(node.value));
    node.value = node.value.replace(/<\/?mj/gi, (tag, offset: number) => {
      const before = text.slice(0, from + skipped + offset);
      const lineStart = before.lastIndexOf('\n') + 1;
      places.push({ file, line: before.split('\n').length, column: before.length - lineStart + 1 });
      return `${MARK}${places.length - 1}${MARK}${tag}`;
    });
  };
  visit(ast);
}

export interface UnmarkedMjml {
  readonly source: string;
  /** The place that a line of `source` (from 1) comes from. */
  placeOfLine(line: number): Place | undefined;
}

/** Turns every mark into a line break, and tells what the resulting lines stand for. */
export function unmark(marked: string, places: MjmlPlaces): UnmarkedMjml {
  const marks: number[] = [];
  const source = marked.replace(MARKED, (_whole, mark: string) => {
    marks.push(Number(mark));
    return `\n${MARK}`;
  });
  const markOfLine: (number | undefined)[] = [];
  let current: number | undefined;
  for (const line of source.split('\n')) {
    if (line.startsWith(MARK)) current = marks.shift();
    markOfLine.push(current);
  }
  return {
    source: source.replaceAll(MARK, ''),
    placeOfLine: (line) => {
      const mark = markOfLine[line - 1];
      return mark === undefined ? undefined : places.placeOf(mark);
    },
  };
}

/** Tells the letter from the template that it is put into. */
export function markLetter(mjml: string): string {
  return LETTER_START + mjml + LETTER_END;
}

/** The letter, and what stands before and after it, or undefined when there is none (any more). */
export function findMarkedLetter(marked: string) {
  const start = marked.indexOf(LETTER_START);
  const end = marked.indexOf(LETTER_END, start);
  if (start < 0 || end < 0) return undefined;
  return {
    before: marked.slice(0, start),
    letter: marked.slice(start + LETTER_START.length, end),
    after: marked.slice(end + LETTER_END.length),
  };
}
