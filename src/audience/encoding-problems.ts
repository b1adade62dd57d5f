import { isUtf8 } from 'node:buffer';
import { OutcryError } from '../errors.ts';
import type { Place, Problem } from '../problem.ts';
import { decodeWindows1252 } from './windows-1252.ts';

/** `firstLine` is the line on which `bytes` begin. */
export function mixedText(file: string, firstLine: number, bytes: Buffer): OutcryError {
  return new OutcryError({
    code: 'list-not-utf8',
    what: 'From here on the list is not UTF-8 text, as it is before: names with accents would be garbled.',
    where: firstBadByte(file, firstLine, bytes).where,
    fix: 'Save it again as "CSV UTF-8" (in Excel: File, Save As, CSV UTF-8).',
  });
}

/** `firstLine` is the line on which `bytes` begin. */
export function readAsWindows(file: string, firstLine: number, bytes: Buffer): Problem {
  const { where, word } = firstBadByte(file, firstLine, bytes);
  const example = word === '' || word.includes('@') ? '' : ` See whether "${word}" is right.`;
  return {
    severity: 'warning',
    code: 'list-windows-1252',
    what: `The list is not UTF-8: it is read as Windows-1252, as older Excel writes it.${example}`,
    where,
    fix: 'If accents come out wrong, save it again as "CSV UTF-8" (in Excel: File, Save As, CSV UTF-8).',
  };
}

/** `line` and `column` are those of the first. */
export function nulCharacters(file: string, { line, column }: Omit<Place, 'file'>): Problem {
  return {
    severity: 'warning',
    code: 'list-nul',
    what: 'The list holds NUL characters, which are no text: they are left out.',
    where: { file, line, column },
    fix: 'If names are broken, have the list exported again.',
  };
}

function firstBadByte(
  file: string,
  firstLine: number,
  bytes: Buffer,
): { readonly where: Place; readonly word: string } {
  let start = 0;
  for (let line = firstLine; ; line++) {
    const end = bytes.indexOf('\n', start);
    const content = bytes.subarray(start, end < 0 ? undefined : end);
    if (end < 0 || !isUtf8(content)) {
      const at = content.toString('utf8').indexOf('\ufffd');
      return { where: { file, line, column: at + 1 }, word: wordAround(content, at) };
    }
    start = end + 1;
  }
}

/** Up to there all is well-formed, so a character before it is a character in either reading. */
function wordAround(line: Buffer, at: number): string {
  const text = decodeWindows1252(line);
  const before = /[^\s,;\t|"]*$/.exec(text.slice(0, at))?.[0] ?? '';
  const after = /^[^\s,;\t|"]*/.exec(text.slice(at))?.[0] ?? '';
  return `${before}${after}`.slice(0, 40);
}
