import type { Place } from '../problem.ts';

export interface TemplateInput {
  readonly file: string;
  readonly text: string;
  /** Where the text's characters stand in the file, if the text is not the whole file. */
  readonly placeIn?: ((offset: number) => Place) | undefined;
  /** The partials that may be named, besides the inline ones of the text itself. */
  readonly partials: readonly string[];
}

/** Where a line and column of the text, as Handlebars counts them, stand in the file. */
export function placeOfPosition({ file, text, placeIn }: TemplateInput, position: Position): Place {
  const { line, column } = position;
  if (!placeIn) return { file, line, column: column + 1 };
  const before = text.split('\n').slice(0, line - 1);
  return placeIn(before.reduce((sum, { length }) => sum + length + 1, column));
}

export interface Position {
  readonly line: number;
  readonly column: number;
}
