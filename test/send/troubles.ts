import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { systemCode } from '../../src/errors.ts';

/** Something that befalls the file of a ledger, and passes. */
export interface Trouble {
  /** Where a ledger must be for it; undefined for anywhere. */
  readonly folder: string | undefined;
  watch(file: string): void;
  begin(): void;
  end(): void;
  close(): void;
}

interface Kind {
  readonly name: string;
  readonly code: string;
  readonly said: RegExp;
  readonly fix: string;
  /** Whether this machine lets it be brought about. */
  readonly isPossible: () => boolean;
  readonly open: () => Trouble;
}

export const troubles: readonly Kind[] = [
  {
    name: 'a ledger that another program has locked',
    code: 'ledger-locked',
    said: /ledger.sqlite is locked by another program/,
    fix: 'Close the program that has it open',
    isPossible: () => true,
    open: openLock,
  },
  {
    name: 'a ledger on a disk that is full',
    code: 'ledger-disk-full',
    said: /ledger.sqlite cannot be written: the disk is full/,
    fix: 'Free some space on that disk.',
    isPossible: canMount,
    open: openSmallDisk,
  },
];

/** Another program, which locks the ledger for longer than is waited for. */
function openLock(): Trouble {
  let other: SQLite.Database | undefined;
  return {
    folder: undefined,
    watch: (file) => {
      other = new SQLite(file);
    },
    begin: () => void other?.exec('begin immediate'),
    end: () => {
      if (other?.inTransaction) other.exec('rollback');
    },
    close: () => void other?.close(),
  };
}

/** A disk in memory, that somebody else fills to its last page. */
function openSmallDisk(): Trouble {
  const folder = mount();
  const filling = join(folder, 'filling');
  return {
    folder,
    watch: () => {},
    begin: () => fill(filling),
    end: () => rmSync(filling, { force: true }),
    close: () => unmount(folder),
  };
}

function fill(file: string): void {
  // By large pieces first, which is quicker.
  for (const bytes of [1 << 20, 4096]) fillWith(file, Buffer.alloc(bytes));
}

function fillWith(file: string, piece: Buffer): void {
  try {
    for (;;) appendFileSync(file, piece);
  } catch (error) {
    if (systemCode(error) !== 'ENOSPC') throw error;
  }
}

/** Only Linux, and only for whoever may. */
function canMount(): boolean {
  try {
    unmount(mount());
    return true;
  } catch {
    return false;
  }
}

function mount(): string {
  const folder = mkdtempSync(join(tmpdir(), 'outcry-disk-'));
  const options = ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder];
  try {
    execFileSync('mount', options, { stdio: 'ignore' });
    return folder;
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
}

function unmount(folder: string): void {
  execFileSync('umount', [folder], { stdio: 'ignore' });
  rmSync(folder, { recursive: true });
}
