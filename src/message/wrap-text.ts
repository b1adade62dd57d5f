import { TOKEN_LENGTH, tokenPattern } from './tokens.ts';

/** How wide a value is taken to be: its token's length says nothing about it. */
const VALUE_WIDTH = 8;

/**
 * Wraps the lines of the text part at spaces. Lines that start with four spaces and addresses are
 * left alone; what follows a list's or quotation's mark is indented under it.
 */
export function wrapText(text: string, width = 72): string {
  return text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .split('\n')
    .flatMap((line) => wrapLine(line, width))
    .join('\n')
    .trim()
    .concat('\n');
}

function wrapLine(line: string, width: number): string[] {
  if (visibleWidth(line) <= width || line.startsWith('    ')) return [line];
  const mark = /^(?:[\p{Zs}]*(?:[-*•]|\d+\.|>)[\p{Zs}]+)*/u.exec(line)?.[0] ?? '';
  const indent = mark.replace(/[^>\s]/g, ' ');
  const lines: string[] = [];
  let current = mark;
  for (const word of line.slice(mark.length).split(' ')) {
    const next = current === mark || current === indent ? current + word : `${current} ${word}`;
    if (visibleWidth(next) > width && current !== mark && current !== indent) {
      lines.push(current);
      current = indent + word;
    } else current = next;
  }
  return [...lines, current];
}

function visibleWidth(line: string): number {
  const values = line.match(tokenPattern('v'))?.length ?? 0;
  const tags = line.match(tokenPattern('oec'))?.length ?? 0;
  return line.length - values * (TOKEN_LENGTH - VALUE_WIDTH) - tags * TOKEN_LENGTH;
}
