import { setTimeout as wait } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { EXIT, OutcryError } from '../../errors.ts';
import type { Schema } from '../schema.ts';

const PAUSE_MS = 25;

/**
 * Writes the whole file anew, and empties its log. SQLite leaves what was deleted where it was, until
 * the place is needed; zeros over deleted rows (`secure_delete`) would not reach the copies that it
 * left when it moved them. The rewriting takes over that setting, so that what it has not used of a
 * page is empty.
 */
export function wipeOn(db: Kysely<Schema>, file: string, patienceMs: number): () => Promise<void> {
  return () =>
    db.connection().execute(async (own) => {
      await sql`pragma secure_delete = on`.execute(own);
      try {
        await sql`vacuum`.execute(own);
        await emptyLog(own, file, patienceMs);
      } finally {
        await sql`pragma secure_delete = off`.execute(own);
      }
    });
}

/** The log can only go while nobody reads what is in it. */
async function emptyLog(own: Kysely<Schema>, file: string, patienceMs: number): Promise<void> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(own);
    if (rows[0]?.busy === 0) return;
    if (waited >= patienceMs) throw stillRead(file);
    await wait(PAUSE_MS);
  }
}

function stillRead(file: string): OutcryError {
  return new OutcryError({
    code: 'ledger-locked',
    what: `The log of the ledger ${file} cannot be emptied: another program reads it.`,
    fix: 'Close that program (a database browser, a backup), then run the command again.',
    exit: EXIT.environment,
  });
}
