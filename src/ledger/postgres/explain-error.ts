import { DatabaseError } from 'pg';
import type { Code } from '../../codes.ts';
import { EXIT, OutcryError, systemCode } from '../../errors.ts';

interface Explanation {
  readonly when: RegExp;
  readonly code: Code;
  readonly what: string;
  readonly fix: string;
}

const AGAIN = 'then run the command again; what was recorded is kept.';

/** PostgreSQL's SQLSTATEs (appendix A of its manual) that a person can do something about. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    when: /^28/,
    code: 'database-refused',
    what: 'does not let Outcry in: the user, the password or the host is not accepted',
    fix: 'Check user and password in OUTCRY_DATABASE_URL, and that the server lets this machine in (pg_hba.conf).',
  },
  {
    when: /^3D/,
    code: 'database-refused',
    what: 'does not exist on that server',
    fix: 'Check the name at the end of OUTCRY_DATABASE_URL, or create the database.',
  },
  {
    when: /^42501/,
    code: 'database-refused',
    what: "does not let Outcry's user do what it has to",
    fix: 'Make the user the owner of the database, then run the command again.',
  },
  {
    when: /^42P07/,
    code: 'database-foreign',
    what: 'holds tables of another program, in whose way those of the ledger are',
    fix: 'Create a database for Outcry alone, and name it in OUTCRY_DATABASE_URL.',
  },
  {
    when: /^53100/,
    code: 'ledger-disk-full',
    what: 'cannot be written: the disk of its server is full',
    fix: `Free some space on that disk, ${AGAIN}`,
  },
  {
    when: /^53/,
    code: 'database-away',
    what: 'has no connection or no memory left for Outcry',
    fix: `Close what else uses that server, or let it take more connections, ${AGAIN}`,
  },
  {
    when: /^57014/,
    code: 'database-away',
    what: 'did not answer in time',
    fix: `See what keeps its server busy, or which other program holds its tables, ${AGAIN}`,
  },
  {
    when: /^25006/,
    code: 'ledger-read-only',
    what: 'can only be read there: the server is a standby, or was made read-only',
    fix: 'Name the primary server in OUTCRY_DATABASE_URL, or wait until this one is promoted, then run the command again.',
  },
  {
    when: /^58030/,
    code: 'ledger-disk-failed',
    what: 'could not be read or written: the disk of its server reported an error',
    fix: `Check that server's disk, ${AGAIN}`,
  },
  {
    when: /^XX00[12]/,
    code: 'ledger-damaged',
    what: 'is damaged',
    fix: 'Put back the latest backup of the database; do not send anything before.',
  },
];

const AWAY: Omit<Explanation, 'when'> = {
  code: 'database-away',
  what: 'cannot be reached',
  fix: `See that the server runs, and that OUTCRY_DATABASE_URL names it rightly, with user and password; ${AGAIN}`,
};

const LOST: Omit<Explanation, 'when'> = {
  code: 'database-lost',
  what: 'went away in the middle of the work',
  fix: `See that the server runs again, ${AGAIN}`,
};

/**
 * The OutcryError (exit 3) for what a person can mend; any other error as it came. What is no answer
 * of the server's means that there is none any more.
 */
export function explainError(
  error: unknown,
  place: string,
  during: 'connecting' | 'working',
): unknown {
  const found = explanationOf(error, during);
  if (!found) return error;
  return new OutcryError({
    code: found.code,
    what: `The ledger ${place} ${found.what} (${reasonOf(error)}).`,
    fix: found.fix,
    exit: EXIT.environment,
    cause: error,
  });
}

/** The server shuts down, or starts. */
const GOING = /^57P0[123]/;

function explanationOf(
  error: unknown,
  during: 'connecting' | 'working',
): Omit<Explanation, 'when'> | undefined {
  const gone = during === 'connecting' ? AWAY : LOST;
  if (!(error instanceof DatabaseError)) return isOfConnection(error) ? gone : undefined;
  const { code = '' } = error;
  return GOING.test(code) || code.startsWith('08')
    ? gone
    : EXPLANATIONS.find(({ when }) => when.test(code));
}

/** A mistake of the program's own is a TypeError, a RangeError …; node-postgres throws plain Errors. */
function isOfConnection(error: unknown): boolean {
  if (error instanceof OutcryError || !(error instanceof Error)) return false;
  return systemCode(error) !== undefined || error.name === 'Error' || isAggregate(error);
}

/** Of several addresses of one name, none answered. */
function isAggregate(error: Error): error is AggregateError {
  return error instanceof AggregateError;
}

function reasonOf(error: unknown): string {
  if (error instanceof DatabaseError) return error.code ?? error.message;
  return systemCode(error) ?? (error as Error).message;
}
