import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { systemCode } from '../../src/errors.ts';
import type { LedgerPlace } from '../../src/ledger/open-ledger.ts';
import { giveDatabase, takeDatabase } from '../ledger/a-database.ts';
import { openTunnel } from '../ledger/a-tunnel.ts';

/** Something that befalls a ledger, and passes. */
export interface Trouble {
  /** Where a ledger must be for it: within this folder, or in this database; undefined for anywhere. */
  readonly folder?: string | undefined;
  readonly database?: string | undefined;
  /** Gives the place at which the ledger is met by the trouble, if that is another one. */
  watch(place: LedgerPlace): LedgerPlace;
  begin(): void;
  end(): void;
  close(): Promise<void>;
}

interface Kind {
  readonly name: string;
  readonly code: RegExp;
  readonly said: RegExp;
  readonly fix: string;
  /** Whether this machine lets it be brought about. */
  readonly isPossible: () => boolean;
  readonly open: () => Promise<Trouble>;
}

export const troubles: readonly Kind[] = [
  {
    name: 'a ledger that another program has locked',
    code: /^ledger-locked$/,
    said: /ledger.sqlite is locked by another program/,
    fix: 'Close the program that has it open',
    isPossible: () => true,
    open: openLock,
  },
  {
    name: 'a ledger on a disk that is full',
    code: /^ledger-disk-full$/,
    said: /ledger.sqlite cannot be written: the disk is full/,
    fix: 'Free some space on that disk.',
    isPossible: canMount,
    open: openSmallDisk,
  },
  {
    name: 'a ledger in a database that is away',
    code: /^database-(away|lost)$/,
    said: /ledger-\S+ at 127.0.0.1:\d+ (cannot be reached|went away in the middle of the work)/,
    fix: 'See that its server runs and can be reached.',
    isPossible: () => true,
    open: openCut,
  },
];

/** Another program, which locks the ledger for longer than is waited for. */
async function openLock(): Promise<Trouble> {
  let other: SQLite.Database | undefined;
  return {
    watch: (place) => {
      if ('file' in place) other = new SQLite(place.file);
      return place;
    },
    begin: () => void other?.exec('begin immediate'),
    end: () => {
      if (other?.inTransaction) other.exec('rollback');
    },
    close: async () => void other?.close(),
  };
}

/** A disk in memory, that somebody else fills to its last page. */
async function openSmallDisk(): Promise<Trouble> {
  const folder = mount();
  const filling = join(folder, 'filling');
  return {
    folder,
    watch: (place) => place,
    begin: () => fill(filling),
    end: () => rmSync(filling, { force: true }),
    close: async () => unmount(folder),
  };
}

/** The sender alone comes through a tunnel. */
async function openCut(): Promise<Trouble> {
  const database = await takeDatabase();
  const tunnel = await openTunnel(database);
  return {
    database,
    watch: () => ({ database: tunnel.address }),
    begin: tunnel.cut,
    end: tunnel.mend,
    close: async () => {
      await tunnel.close();
      await giveDatabase(database);
    },
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
