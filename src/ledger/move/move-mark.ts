import { EXIT, OutcryError } from '../../errors.ts';

/** In a ledger that is moved away: where to. While the table is there, triggers let nobody write. */
export const MOVED_TO = 'moved_to';
/** In the database that a ledger is moved into: which one, and how far it has come. */
export const MOVED_FROM = 'moved_from';

/** Tables that are no part of the ledger: the databases' own, and the move's. */
export const isBookkeeping = (table: string) =>
  table === MOVED_TO || table === MOVED_FROM || /^(kysely|sqlite)_/.test(table);

/** Of a ledger whose figures are no longer true: it is moved, or on its way. */
export function movedAway(file: string, to: string, isDone: boolean): OutcryError {
  return new OutcryError({
    code: 'ledger-moved',
    what: isDone
      ? `The ledger ${file} was moved to the database ${to}, and is kept as it was then.`
      : `The ledger ${file} is on its way to the database ${to}: nothing can be written to it.`,
    fix: isDone
      ? 'Set OUTCRY_DATABASE_URL to the address of that database, in the environment or in .env.'
      : 'Go on with: outcry db move. To stay with the file, add: --cancel',
    exit: EXIT.environment,
  });
}

/** Of a ledger whose figures are not yet true. */
export function halfMoved(place: string): OutcryError {
  return new OutcryError({
    code: 'ledger-moved',
    what: `The ledger ${place} is not complete: one is being moved there, and not all of it has arrived.`,
    fix: 'In the workspace that it comes from, go on with: outcry db move',
    exit: EXIT.environment,
  });
}
