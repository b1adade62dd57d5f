import type { Problem } from '../problem.ts';
import { placeOfPosition, type TemplateInput } from './template-input.ts';

/** Handlebars tells a grammar error's line in its message, and the column by a caret. */
export function syntaxProblem(input: TemplateInput, error: Error): Problem {
  const { text } = input;
  const { lineNumber, column } = error as { lineNumber?: number; column?: number };
  const line = lineNumber ?? Number(/on line (\d+)/.exec(error.message)?.[1] ?? 1);
  const unclosed = unclosedBlock(text);
  const position = unclosed ?? { line, column: column ?? caretColumn(text, line, error) };
  return {
    severity: 'error',
    code: 'template-syntax',
    what: unclosed
      ? `${unclosed.tag} is never closed.`
      : /doesn't match/.test(error.message)
        ? `A block is closed by another name: ${error.message.replace(/ - \d.*$/, '')}.`
        : 'This Handlebars tag is not well formed.',
    where: { ...placeOfPosition(input, position), length: unclosed?.tag.length },
    fix: unclosed
      ? `Add {{/${unclosed.name}}} where it ends.`
      : 'Check the braces: {{field}}, {{#if field}} … {{else}} … {{/if}}. To show braces as text, write \\{{.',
  };
}

const COMMENT = /\{\{~?!--[\s\S]*?--~?\}\}|\{\{~?![\s\S]*?\}\}/g;
const BLOCK_TAG = /(?<!\\)\{\{~?([#^/])>?\*?\s*([\w@/.-]+)[^}]*\}\}/g;

function unclosedBlock(text: string) {
  const stack: { tag: string; name: string; index: number }[] = [];
  const code = text.replace(COMMENT, (comment) => comment.replace(/[^\n]/g, ' '));
  for (const match of code.matchAll(BLOCK_TAG)) {
    const [tag, sign, name] = match;
    if (sign !== '/') stack.push({ tag, name: name ?? '', index: match.index });
    else if (stack.at(-1)?.name === name) stack.pop();
    else return undefined;
  }
  const open = stack.at(-1);
  if (!open) return undefined;
  const before = text.slice(0, open.index).split('\n');
  return { ...open, line: before.length, column: (before.at(-1) ?? '').length };
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
