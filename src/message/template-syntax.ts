import type { Problem } from '../problem.ts';
import { diagnoseTag } from './diagnose-tag.ts';
import { type Position, placeOfPosition, type TemplateInput } from './template-input.ts';

/** Handlebars tells a grammar error's line in its message, and the column by a caret. */
export function syntaxProblem(input: TemplateInput, error: Error): Problem {
  const { text } = input;
  const { lineNumber, column } = error as { lineNumber?: number; column?: number };
  const line = lineNumber ?? Number(/on line (\d+)/.exec(error.message)?.[1] ?? 1);
  const position = { line, column: column ?? caretColumn(text, line, error) };
  const found = diagnoseTag(text, offsetOf(text, position));
  return {
    severity: 'error',
    code: 'template-syntax',
    what: found?.what ?? 'This Handlebars tag is not well formed.',
    where: {
      ...placeOfPosition(input, found ? positionOf(text, found.index) : position),
      length: found?.length,
    },
    fix:
      found?.fix ??
      'Check the braces: {{field}}, {{#if field}} … {{else}} … {{/if}}. To show braces as text, write \\{{.',
  };
}

function offsetOf(text: string, { line, column }: Position): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((sum, { length }) => sum + length + 1, column);
}

function positionOf(text: string, index: number): Position {
  const before = text.slice(0, index).split('\n');
  return { line: before.length, column: before.at(-1)?.length ?? 0 };
}

function caretColumn(text: string, line: number, error: Error): number {
  const [, snippet = '', caret = ''] = error.message.split('\n');
  const past = snippet.slice(0, caret.indexOf('^')).replace(/^\.\.\./, '');
  const content = text.split('\n')[line - 1] ?? '';
  for (let length = past.length; length > 0; length -= 1) {
    const at = content.indexOf(past.slice(-length));
    if (at >= 0) return at + length;
  }
  return 0;
}
