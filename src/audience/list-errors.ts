import { EXIT, OutcryError, systemCode } from '../errors.ts';
import type { Problem } from '../problem.ts';

/** What the system says, in words for staff: what happened and what to do. */
const READ_FAILURES: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  ENOENT: ['There is no such list', 'Check the name and the folder.'],
  ENOTDIR: ['There is no such list', 'Check the name and the folder.'],
  EISDIR: ['This is a folder, not a list', 'Name the CSV file itself.'],
  EACCES: ['The list may not be read by you', 'Ask its owner to let you read it.'],
  EPERM: ['The list may not be read by you', 'Ask its owner to let you read it.'],
};

/** Turns what the file system threw into an error for people; any other error stays as it is. */
export function cannotRead(file: string, error: unknown): unknown {
  const code = systemCode(error);
  if (error instanceof OutcryError || code === undefined) return error;
  const [what, fix] = READ_FAILURES[code] ?? [`The list could not be read (${code})`, undefined];
  return new OutcryError({
    code: code === 'ENOENT' || code === 'ENOTDIR' ? 'list-missing' : 'list-unreadable',
    what: `${what}: ${file}`,
    fix,
    exit: EXIT.environment,
    cause: error,
  });
}

export function emptyList(file: string): OutcryError {
  return new OutcryError({
    code: 'list-empty',
    what: 'The list is empty: it names nobody.',
    where: { file, line: 1, column: 1 },
    fix: 'Give a CSV file with a row of column names and a row for each supporter.',
  });
}

/** `line` is the one on which the row begins that has no end. */
export function openQuote(file: string, line: number, cause: unknown): OutcryError {
  return new OutcryError({
    code: 'list-open-quote',
    what: 'The row that begins here has no end: most likely a quotation mark is opened and never closed.',
    where: { file, line, column: 1 },
    fix: 'Close the quotation mark, or write it twice ("") if it belongs to the text.',
    cause,
  });
}

/** What staff can mend inside a list; anything else, such as a missing file, is thrown on. */
export function mendableProblems(error: unknown): readonly Problem[] {
  if (error instanceof OutcryError && error.exit === EXIT.attention) return error.problems;
  throw error;
}
