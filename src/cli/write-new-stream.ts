import { createWriteStream } from 'node:fs';
import { lstat, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { systemCode } from '../errors.ts';
import { cannotWrite, makeFolder, standsThere } from './write-file.ts';

/**
 * Writes to a new file, which is there whole or not at all. Throws an OutcryError for what stands there
 * already (exit 2) and what cannot be written (exit 3), and whatever `signal` is aborted with.
 */
export async function writeNewStream(
  file: string,
  source: Readable,
  signal: AbortSignal,
): Promise<void> {
  await refuseStanding(file);
  await makeFolder(path.dirname(file));
  const part = `${file}.part`;
  try {
    await pipeline(source, createWriteStream(part), { signal });
    await refuseStanding(file);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw cannotWrite(file, error);
  }
}

async function refuseStanding(file: string): Promise<void> {
  try {
    await lstat(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw cannotWrite(file, error);
  }
  throw standsThere(file);
}
