import type { YAMLError } from 'yaml';

/** What is wrong with a line of YAML, in words for who wrote it. */
export interface SyntaxAdvice {
  readonly offset: number;
  readonly what: string;
  readonly fix: string;
}

/** Explains what staff commonly get wrong in YAML; `isFrontMatter`: a letter follows it. */
export function explainSyntax(
  { code, pos, message }: YAMLError,
  text: string,
  isFrontMatter: boolean,
): SyntaxAdvice {
  const [offset] = pos;
  if (code === 'TAB_AS_INDENT') return tab(offset);
  const quote = code === 'MISSING_CHAR' ? openQuote(text) : undefined;
  if (quote !== undefined) {
    return {
      offset: quote,
      what: 'A quotation mark is opened here and never closed.',
      fix: `Write ${text[quote]} at the end of the text too.`,
    };
  }
  return (
    quotedStart(text, offset) ??
    openBracket(text, offset, message) ??
    indentedLine(text, offset) ??
    unquotedText(text, offset) ??
    noSetting(text, offset, isFrontMatter)
  );
}

function tab(offset: number): SyntaxAdvice {
  return {
    offset,
    what: 'The line begins with a tab, which YAML does not take.',
    fix: 'Take it out, or write spaces instead.',
  };
}

/** A text that goes on after its second quotation mark. */
function quotedStart(text: string, offset: number): SyntaxAdvice | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(lineStart).split('\n')[0] ?? '';
  const { start = '', value = '' } =
    /^(?<start>\s*(?:- +)?(?:[\w-]+:[ \t]+)?)(?<value>["'].*?)\s*$/.exec(line)?.groups ?? {};
  const mark = value[0];
  if (mark === undefined) return undefined;
  const second = value.slice(1).replaceAll('\\"', '..').replaceAll("''", '..').indexOf(mark) + 1;
  if (second < 1 || /^\s*(?:$|[#:])/.test(value.slice(second + 1))) return undefined;
  // In "Keep" the door the first word is quoted, in 'It's late' the whole text is.
  const isWhole = value.endsWith(mark) && /\s/.test(value[second - 1] ?? '');
  const isInWord = /[\p{L}\p{N}]/u.test(value[second + 1] ?? '');
  const whole = isWhole || isInWord ? value.replace(/^["']/, '').replace(/["']$/, '') : value;
  return {
    offset: lineStart + start.length,
    what: `This text ends at its second quotation mark (${mark}), and more stands after it.`,
    fix: `Write ${start.trim()} ${quoted(whole)}`.replace(/ {2,}/g, ' '),
  };
}

/** A list or group that is opened with a bracket and not closed before the next setting. */
function openBracket(text: string, offset: number, message: string): SyntaxAdvice | undefined {
  const kind = /\bflow (sequence|map)/i.exec(message)?.[1]?.toLowerCase();
  if (kind === undefined) return undefined;
  const [open, close] = kind === 'map' ? ['{', '}'] : ['[', ']'];
  let depth = 0;
  for (let at = Math.min(offset, text.length) - 1; at >= 0; at -= 1) {
    if (text[at] === close) depth += 1;
    if (text[at] === open) depth -= 1;
    if (depth >= 0) continue;
    return {
      offset: at,
      what: `${open} is opened here and never closed.`,
      fix: `Write ${close} where it ends, before the next setting.`,
    };
  }
  return undefined;
}

/** What is none of all this; a line that is no setting may be the first of the letter. */
function noSetting(text: string, offset: number, isFrontMatter: boolean): SyntaxAdvice {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(lineStart).split('\n')[0] ?? '';
  const isProse = /^[^\s:]/.test(line) && !/^[\w-]+:(?:\s|$)/.test(line);
  return {
    offset,
    what: isProse ? 'This line is no setting.' : 'This line cannot be read as a setting.',
    fix:
      isProse && isFrontMatter
        ? 'If the letter begins here, put a line "---" above it, which ends the front matter. If not, write it as name: value.'
        : 'Write it as name: value, check the indentation, and put quotes around texts that hold a colon or start with a special character.',
  };
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
