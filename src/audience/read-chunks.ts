import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { cannotRead, notUtf8 } from './list-errors.ts';

const LINE_FEED = 10;

/**
 * The bytes of a list, in pieces that end between characters. Bytes that are not UTF-8 are an error
 * with its place: read as if they were, they would become other people's names.
 */
export async function* readChunks(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  /** What was read of that line, so that the column of a bad byte is known. */
  let begun: Buffer = rest;
  const refuse = (bytes: Buffer) => notUtf8(file, line, Buffer.concat([begun, bytes]));
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const whole = bytes.subarray(0, endOfLastCharacter(bytes));
      if (!isUtf8(whole)) throw refuse(whole);
      line += countLines(whole);
      begun = whole.subarray(whole.lastIndexOf(LINE_FEED) + 1);
      rest = bytes.subarray(whole.length);
      yield whole;
    }
  } catch (error) {
    throw cannotRead(file, error);
  }
  if (rest.length > 0) throw refuse(rest);
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

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count++;
  return count;
}
