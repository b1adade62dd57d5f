import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** The signatures that count: what counts them begins here, so that none counts that is invalid. */
export function validSignatures(db: Kysely<Schema>) {
  return db.selectFrom('signatures').where('signatures.invalidated_by', 'is', null);
}
