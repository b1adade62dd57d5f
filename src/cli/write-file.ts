import { mkdir, writeFile as write } from 'node:fs/promises';
import path from 'node:path';
import { EXIT, OutcryError, systemCode } from '../errors.ts';

/**
 * Makes a folder and those above it. Level by level: Node's own recursive mkdir never returns
 * where the system denies a level's existence, as below /proc.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST') return;
    const parent = path.dirname(folder);
    if (code !== 'ENOENT' || parent === folder) throw cannotWrite(folder, error);
    await makeFolder(parent);
    await mkdir(folder).catch((again: unknown) => {
      if (systemCode(again) !== 'EEXIST') throw cannotWrite(folder, again);
    });
  }
}

/** Writes a file, in a folder that is made if need be. Throws an OutcryError (exit 3). */
export async function writeFile(file: string, text: string, mode?: number): Promise<void> {
  await makeFolder(path.dirname(file));
  try {
    await write(file, text, { mode });
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** The same for a file that is new; what stands there is not written over (exit 2). */
export async function writeNewFile(file: string, text: string, mode: number): Promise<void> {
  await makeFolder(path.dirname(file));
  try {
    await write(file, text, { mode, flag: 'wx' });
  } catch (error) {
    throw systemCode(error) === 'EEXIST' ? standsThere(file) : cannotWrite(file, error);
  }
}

export function standsThere(file: string): OutcryError {
  return new OutcryError({
    code: 'file-foreign',
    what: `${file} is there already: nothing was written over it.`,
    fix: 'Name a new file.',
    exit: EXIT.usage,
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the disk can only be read',
  ENOENT: 'nothing can be made there',
  ENOTDIR: 'a file stands where a folder should be',
  EEXIST: 'a file stands where a folder should be',
  EISDIR: 'a folder stands there',
  ENOSPC: 'the disk is full',
};

/** What the system threw as an OutcryError (exit 3); anything else stays as it is. */
export function cannotWrite(place: string, error: unknown): unknown {
  const code = systemCode(error);
  if (error instanceof OutcryError || code === undefined) return error;
  return new OutcryError({
    code: 'not-writable',
    what: `${place} cannot be written: ${REASONS[code] ?? 'the system refused it'} (${code}).`,
    fix: code === 'ENOSPC' ? 'Make room, then run the command again.' : 'Choose another folder.',
    exit: EXIT.environment,
    cause: error,
  });
}
