import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EXIT, OutcryError, systemCode } from './errors.ts';

/** How a file of one kind is known by its first line, and which command writes it. */
export interface OwnCsv {
  readonly firstLine: RegExp;
  readonly command: string;
}

/**
 * Writes CSV to a file, which is there whole or not at all: half of a list of those to leave out
 * would have the other half mailed. Throws an OutcryError for a file that is there and of another
 * kind, such as a list itself, and what the system throws.
 */
export async function writeOwnCsv(
  file: string,
  csv: Readable,
  { kind, signal }: { readonly kind: OwnCsv; readonly signal: AbortSignal },
): Promise<void> {
  await refuseForeign(file, kind);
  const part = `${file}.part`;
  try {
    await pipeline(csv, createWriteStream(part), { signal });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function refuseForeign(file: string, { firstLine, command }: OwnCsv): Promise<void> {
  const head = await readHead(file);
  const [first = ''] = head.replace(/^\ufeff/, '').split(/[\r\n]/);
  if (first === '' || firstLine.test(first)) return;
  throw new OutcryError({
    code: 'file-foreign',
    what: `${file} is there already, and is no list that "${command}" wrote: nothing was written over it.`,
    fix: 'Name another file after --csv.',
    exit: EXIT.usage,
  });
}

const HEAD_BYTES = 64 * 1024;

/** Empty where there is no file. */
async function readHead(file: string): Promise<string> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(HEAD_BYTES) });
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return '';
    throw error;
  }
}
