import type { YAMLError } from 'yaml';

/** What is wrong with a line of YAML, in words for who wrote it. */
export interface SyntaxAdvice {
  readonly offset: number;
  readonly what: string;
  readonly fix: string;
}

/** Explains what staff commonly get wrong in YAML; undefined for whatever else there is. */
export function explainSyntax({ code, pos }: YAMLError, text: string): SyntaxAdvice | undefined {
  const [offset] = pos;
  if (code === 'TAB_AS_INDENT') {
    return {
      offset,
      what: 'The line begins with a tab, which YAML does not take.',
      fix: 'Take it out, or write spaces instead.',
    };
  }
  const quote = code === 'MISSING_CHAR' ? openQuote(text) : undefined;
  if (quote !== undefined) {
    return {
      offset: quote,
      what: 'A quotation mark is opened here and never closed.',
      fix: `Write ${text[quote]} at the end of the text too.`,
    };
  }
  return indentedLine(text, offset) ?? unquotedText(text, offset);
}

/** The quotation mark that begins a value and has no partner on its line. */
function openQuote(text: string): number | undefined {
  for (const { index, 0: start, groups } of text.matchAll(
    /^(?:[^\n"'#]*[:,{[-][ \t]+|[ \t]*)(?<quote>["'])/gm,
  )) {
    const { quote = '"' } = groups ?? {};
    const at = index + start.length - 1;
    const rest = text.slice(at + 1).split('\n')[0] ?? '';
    if (!rest.replaceAll('\\"', '').includes(quote)) return at;
  }
  return undefined;
}

/** A setting that is indented under a text, so that both are read as one. */
function indentedLine(text: string, offset: number): SyntaxAdvice | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const own = indentOf(text.slice(lineStart));
  const lines = text.slice(lineStart).split('\n').slice(1);
  const next = lines.findIndex((line) => line.trim() !== '');
  const line = lines[next] ?? '';
  const isText = /:[ \t]+[^\s|>{[]/.test(text.slice(lineStart).split('\n')[0] ?? '');
  if (!isText || indentOf(line) <= own || !/^\s*[\w-]+:(?:\s|$)/.test(line)) return undefined;
  const before = text
    .slice(lineStart)
    .split('\n')
    .slice(0, next + 1)
    .join('\n').length;
  return {
    offset: lineStart + before + 1 + indentOf(line),
    what: 'This line is indented further than the one above, and is read as more of its text.',
    fix: 'Begin it in the same column as the settings above it.',
  };
}

function indentOf(line: string): number {
  return /^[ \t]*/.exec(line)?.[0].length ?? 0;
}

/** A text with a colon in it, or that begins with what means something else in YAML. */
function unquotedText(text: string, offset: number): SyntaxAdvice | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(lineStart).split('\n')[0] ?? '';
  const { key = '', value = '' } =
    /^\s*(?:- )?(?<key>[\w-]+):[ \t]+(?<value>.*?)\s*$/.exec(line)?.groups ?? {};
  const why = /^[^"'[{|>].*:(?:\s|$)/.test(value)
    ? 'has a colon in it'
    : /^(?:\{\{|[@`%&*!?|>\]},])/.test(value)
      ? `begins with ${value.startsWith('{{') ? '{{' : value[0]}`
      : undefined;
  if (why === undefined) return undefined;
  return {
    offset: lineStart + line.indexOf(value),
    what: `The text of "${key}" ${why}, so it needs quotation marks.`,
    fix: `Write ${key}: ${quoted(value)}`,
  };
}

function quoted(value: string): string {
  return value.includes('"') ? `'${value.replaceAll("'", "''")}'` : `"${value}"`;
}
