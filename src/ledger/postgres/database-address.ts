import { EXIT, OutcryError } from '../../errors.ts';

const DEFAULT_PORT = '5432';

/**
 * How people are told which database it is: never with the user or the password. Throws an
 * OutcryError (exit 3) for what is no address of a PostgreSQL database, without showing it; `name` is
 * where it was written.
 */
export function placeOfDatabase(address: string, name = 'OUTCRY_DATABASE_URL'): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || !isEncoded(url)) throw noAddress(name);
  const host = url.hostname || url.searchParams.get('host') || 'localhost';
  return `${url.pathname.slice(1) || '(no name)'} at ${host}:${url.port || DEFAULT_PORT}`;
}

/** A bare % stands for nothing. */
function isEncoded({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

function noAddress(name: string): OutcryError {
  return new OutcryError({
    code: 'database-address',
    what: `${name} is no address of a PostgreSQL database.`,
    fix: 'Write it as postgres://USER:PASSWORD@HOST:5432/DATABASE, where / is %2F, @ is %40, # is %23 and % is %25 in user and password.',
    exit: EXIT.environment,
  });
}
