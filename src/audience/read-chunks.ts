import { createReadStream } from 'node:fs';
import type { Problem } from '../problem.ts';
import { detectEncoding, type Encoding } from './encoding.ts';
import { nulCharacters } from './encoding-problems.ts';
import { cannotRead } from './list-errors.ts';
import { refuseOtherKinds, refuseOtherTexts } from './other-kinds.ts';
import { countLines, LINE_FEED, utf8OrWindows } from './utf8-or-windows.ts';

/**
 * The text of a list as UTF-8, in pieces that end between characters, without byte order mark and
 * NULs. What had to be guessed is told; throws OutcryError for a file that cannot be read or is no text.
 */
export async function* readChunks(
  file: string,
  tell: (problem: Problem) => void = () => {},
): AsyncGenerator<Buffer> {
  let hasNuls = false;
  try {
    for await (const chunk of textOf(file, tell)) {
      if (chunk.length === 0) continue;
      const isWhole = !chunk.includes(0);
      if (!isWhole && !hasNuls) tell(nulCharacters(file, await firstNul(file)));
      hasNuls ||= !isWhole;
      yield isWhole ? chunk : Buffer.from(chunk.filter((byte) => byte !== 0));
    }
  } catch (error) {
    throw cannotRead(file, error);
  }
}

/** Reads the file once more, for lines are not counted as long as nothing is amiss. */
async function firstNul(file: string): Promise<{ line: number; column: number }> {
  let line = 1;
  let begun = '';
  for await (const chunk of textOf(file, () => {})) {
    const at = chunk.indexOf(0);
    const before = at < 0 ? chunk : chunk.subarray(0, at);
    const lastLine = before.lastIndexOf(LINE_FEED) + 1;
    line += countLines(before);
    begun = `${lastLine > 0 ? '' : begun}${before.subarray(lastLine)}`;
    if (at >= 0) break;
  }
  return { line, column: begun.length + 1 };
}

async function* textOf(file: string, tell: (problem: Problem) => void): AsyncGenerator<Buffer> {
  const stream = createReadStream(file) as AsyncIterable<Buffer>;
  const source = stream[Symbol.asyncIterator]();
  try {
    const { value: head = Buffer.alloc(0) }: { value?: Buffer } = await source.next();
    refuseOtherKinds(file, head);
    const encoding = detectEncoding(head);
    refuseOtherTexts(file, beginningOf(head, encoding));
    const rest = { [Symbol.asyncIterator]: () => source };
    const bytes = after(head.subarray(encoding.mark), rest);
    yield* encoding.name === 'utf-8' ? utf8OrWindows(file, bytes, tell) : utf16(encoding, bytes);
  } finally {
    await source.return?.();
  }
}

/** Good enough to tell what kind of text it is. */
function beginningOf(head: Buffer, { name, mark }: Encoding): string {
  const bytes = head.subarray(mark);
  return name === 'utf-8' ? bytes.toString('latin1') : new TextDecoder(name).decode(bytes);
}

async function* after(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  yield* rest;
}

async function* utf16({ name }: Encoding, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(name);
  for await (const bytes of source) yield Buffer.from(decoder.decode(bytes, { stream: true }));
  yield Buffer.from(decoder.decode());
}
