import { setTimeout as wait } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { EXIT, OutcryError } from '../../errors.ts';
import type { Schema } from '../schema.ts';

const PAUSE_MS = 25;

/**
 * Writes the whole file anew, of the rows that there are, and empties its log. SQLite leaves what was
 * deleted where it was until the place is needed; zeros over deleted rows (`secure_delete`) would not
 * reach the copies that it left behind as it moved them from page to page.
 */
export function wipeOn(db: Kysely<Schema>, file: string, patienceMs: number): () => Promise<void> {
  return () =>
    db.connection().execute(async (own) => {
      await sql`vacuum`.execute(own);
      await emptyLog(own, file, patienceMs);
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
