import { isAscii, isUtf8 } from 'node:buffer';
import type { Problem } from '../problem.ts';
import { mixedText, readAsWindows } from './encoding-problems.ts';
import { decodeWindows1252 } from './windows-1252.ts';

export const LINE_FEED = 10;
const NOTHING: Buffer = Buffer.alloc(0);

/**
 * Pieces of a file as UTF-8 that end between characters. Bytes that are not UTF-8 are read as
 * Windows-1252, to the end of the file, and said so; not where other text before them was UTF-8 with
 * accents: then something is broken, and guessing would make other people's names.
 */
export async function* utf8OrWindows(
  file: string,
  source: AsyncIterable<Buffer>,
  tell: (problem: Problem) => void,
): AsyncGenerator<Buffer> {
  const judge = new Judge(file, tell);
  for await (const bytes of source) yield judge.take(bytes);
  yield judge.end();
}

class Judge {
  readonly #file: string;
  readonly #tell: (problem: Problem) => void;
  #isWindows = false;
  #hasAccents = false;
  /** The beginning of a character that the next piece ends. */
  #rest = NOTHING;
  #line = 1;
  /** What was read of that line, so that the column of a byte is known. */
  #begun = NOTHING;

  constructor(file: string, tell: (problem: Problem) => void) {
    this.#file = file;
    this.#tell = tell;
  }

  take(chunk: Buffer): Buffer {
    if (this.#isWindows) return recode(chunk);
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const whole = bytes.subarray(0, endOfLastCharacter(bytes));
    if (!isUtf8(whole)) return this.#takeAsWindows(bytes);
    this.#hasAccents ||= !isAscii(whole);
    this.#line += countLines(whole);
    this.#begun = whole.subarray(whole.lastIndexOf(LINE_FEED) + 1);
    this.#rest = bytes.subarray(whole.length);
    return whole;
  }

  /** A file that ends inside a character is no UTF-8 either. */
  end(): Buffer {
    return this.#rest.length === 0 ? NOTHING : this.#takeAsWindows(this.#rest);
  }

  #takeAsWindows(bytes: Buffer): Buffer {
    const from = Buffer.concat([this.#begun, bytes]);
    if (this.#hasAccents || isHalfUtf8(bytes)) throw mixedText(this.#file, this.#line, from);
    this.#tell(readAsWindows(this.#file, this.#line, from));
    this.#isWindows = true;
    this.#rest = NOTHING;
    return recode(bytes);
  }
}

function recode(bytes: Buffer): Buffer {
  return isAscii(bytes) ? bytes : Buffer.from(decodeWindows1252(bytes));
}

/** Whether as much of what is not ASCII is well formed as not: by chance it hardly ever is. */
function isHalfUtf8(bytes: Buffer): boolean {
  const foreign = bytes.toString('utf8').match(/\P{ASCII}/gu) ?? [];
  const broken = foreign.filter((char) => char === '\ufffd').length;
  return foreign.length - broken >= broken;
}

/** Where the bytes must be cut so that no character of UTF-8 is cut: at most 3 bytes before the end. */
function endOfLastCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return size > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

export function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count++;
  return count;
}
