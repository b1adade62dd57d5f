import type { Place } from '../problem.ts';

export interface TemplateInput {
  readonly file: string;
  readonly text: string;
  /** Where the text's characters stand in the file, if the text is not the whole file. */
  readonly placeIn?: ((offset: number) => Place) | undefined;
}

/** Where a line and column of the text, as Handlebars counts them, stand in the file. */
export function placeOfPosition({ file, text, placeIn }: TemplateInput, position: Position): Place {
  const { line, column } = position;
  if (!placeIn) return { file, line, column: column + 1 };
  const before = text.split('\n').slice(0, line - 1);
  return placeIn(before.reduce((sum, { length }) => sum + length + 1, column));
}

interface Location {
  readonly source?: string;
  readonly start: Position;
  readonly end: Position;
}

/** The place of a tag as Handlebars tells it to a helper, among its options. */
export function placeOfLocation({ loc }: { readonly loc?: Location }): Place | undefined {
  if (loc?.source === undefined) return undefined;
  const { source: file, start, end } = loc;
  const length = start.line === end.line ? end.column - start.column : undefined;
  return { file, line: start.line, column: start.column + 1, length };
}

export interface Position {
  readonly line: number;
  readonly column: number;
}
