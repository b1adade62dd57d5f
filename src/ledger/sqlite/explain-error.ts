import type { Code } from '../../codes.ts';
import { EXIT, OutcryError, systemCode } from '../../errors.ts';

interface Explanation {
  readonly when: RegExp;
  readonly code: Code;
  readonly what: string;
  readonly fix: string;
}

/** SQLite's result codes (sqlite.org/rescode.html) that a person can do something about. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    when: /^SQLITE_NOTADB/,
    code: 'ledger-not-a-database',
    what: 'is not a ledger: the file holds something else, or is encrypted',
    fix: 'Move the file away, or name the workspace that holds the ledger with --workspace.',
  },
  {
    when: /^SQLITE_CORRUPT/,
    code: 'ledger-damaged',
    what: 'is damaged',
    fix: 'Put back the latest backup of the file; do not send anything before.',
  },
  {
    when: /^(SQLITE_FULL|ENOSPC)/,
    code: 'ledger-disk-full',
    what: 'cannot be written: the disk is full',
    fix: 'Free some space on that disk, then run the command again; what was recorded is kept.',
  },
  {
    // No other trigger is there: see `move/mark-source.ts`.
    when: /^SQLITE_CONSTRAINT_TRIGGER/,
    code: 'ledger-moved',
    what: 'is moved to a database, and nothing can be written to it any more',
    fix: 'Stop this program, set OUTCRY_DATABASE_URL to the address of that database, and start it again.',
  },
  {
    when: /^SQLITE_(BUSY|LOCKED)/,
    code: 'ledger-locked',
    what: 'is locked by another program',
    fix: 'Close the program that has it open (a database browser, a backup), then run the command again.',
  },
  {
    when: /^(SQLITE_(READONLY|CANTOPEN|PERM)|EACCES|EPERM|EROFS|ENOTDIR|ENOENT|EEXIST|EISDIR)/,
    code: 'ledger-read-only',
    what: 'cannot be opened or written there',
    fix: 'Make that folder writable for you, or name another workspace with --workspace.',
  },
  {
    when: /^SQLITE_IOERR/,
    code: 'ledger-disk-failed',
    what: 'could not be read or written: the disk reported an error',
    fix: 'Check the disk, then run the command again; what was recorded is kept.',
  },
];

/** The OutcryError (exit 3) for what a person can mend; any other error as it came. */
export function explainError(error: unknown, file: string): unknown {
  const code = systemCode(error);
  const found = EXPLANATIONS.find(({ when }) => code !== undefined && when.test(code));
  if (!found) return error;
  return new OutcryError({
    code: found.code,
    what: `The ledger ${file} ${found.what} (${code}).`,
    fix: found.fix,
    exit: EXIT.environment,
    cause: error,
  });
}
