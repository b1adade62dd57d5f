import { createWriteStream } from 'node:fs';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EXIT, OutcryError, systemCode } from './errors.ts';

/** How a file of one kind is known by its first line, and which command writes it. */
export interface OwnCsv {
  readonly firstLine: RegExp;
  readonly command: string;
  /** The option that names the file. */
  readonly option: '--csv' | '--rejects';
}

/**
 * Writes CSV to a file, which is there whole or not at all: half of a list of those to leave out
 * would have the other half mailed. A link stays one, to the new file. Throws an OutcryError for a file that is there and of another
 * kind, such as a list itself, and what the system throws.
 */
export async function writeOwnCsv(
  file: string,
  csv: Readable,
  { kind, signal }: { readonly kind: OwnCsv; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  await refuseDevice(file, kind);
  await refuseForeign(file, kind);
  const target = await ifThere(realpath(file), file);
  const part = `${target}.part`;
  try {
    await pipeline(csv, createWriteStream(part), { signal });
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** A terminal, a pipe, /dev/null: a file cannot take its place, and reading of it might never end. */
async function refuseDevice(file: string, { option }: OwnCsv): Promise<void> {
  const there = await ifThere(stat(file), undefined);
  if (!there || there.isFile() || there.isDirectory()) return;
  throw new OutcryError({
    code: 'file-foreign',
    what: `${file} is no file: nothing was written to it.`,
    fix: `Name a file after ${option}${option === '--csv' ? ', or - for the terminal or a pipe' : ''}.`,
    exit: EXIT.usage,
  });
}

async function refuseForeign(file: string, { firstLine, command, option }: OwnCsv): Promise<void> {
  const head = await readHead(file);
  const [first = ''] = head.replace(/^\ufeff/, '').split(/[\r\n]/);
  if (first === '' || firstLine.test(first)) return;
  throw new OutcryError({
    code: 'file-foreign',
    what: `${file} is there already, and is no list that "${command}" wrote: nothing was written over it.`,
    fix: `Name another file after ${option}.`,
    exit: EXIT.usage,
  });
}

const HEAD_BYTES = 64 * 1024;

/** Empty where there is no file. */
async function readHead(file: string): Promise<string> {
  const handle = await ifThere(open(file), undefined);
  if (!handle) return '';
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(HEAD_BYTES) });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function ifThere<Found, Else>(look: Promise<Found>, otherwise: Else): Promise<Found | Else> {
  try {
    return await look;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return otherwise;
    throw error;
  }
}
