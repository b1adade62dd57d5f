import { EXIT, OutcryError } from '../../errors.ts';

const OLDEST = 14;

/** Throws an OutcryError (exit 3) for a server that is too old; 140012 is version 14.12. */
export function requireVersion(number: number, place: string): void {
  const version = Math.floor(number / 10_000);
  if (version >= OLDEST) return;
  throw new OutcryError({
    code: 'database-too-old',
    what: `The server of the ledger ${place} is PostgreSQL ${version}; Outcry needs ${OLDEST} or newer.`,
    fix: 'Update the server, or name another one in OUTCRY_DATABASE_URL.',
    exit: EXIT.environment,
  });
}
