import type { Kysely } from 'kysely';
import type { Address } from '../terms.ts';
import { ERASED, newMark } from './erased.ts';
import { ownSkipped } from './own-skipped.ts';
import type { Schema } from './schema.ts';
import { keepFormer } from './suppressions.ts';

/** Erases her from the rows of lists, suppressions, preferences and tests. Returns how many rows of each. */
export async function eraseFromLists(tx: Kysely<Schema>, email: Address, now: number) {
  return {
    skipped: await eraseSkipped(tx, email),
    ...(await eraseSuppressions(tx, email, now)),
    preferences: await erasePreferences(tx, email),
    tests: await eraseTests(tx, email),
  };
}

/** File and line stay: staff find her row there, to take it out. */
async function eraseSkipped(tx: Kysely<Schema>, email: Address): Promise<number> {
  const rows = await ownSkipped(tx, email);
  for (const { id } of rows) {
    await tx
      .updateTable('skipped')
      .set({ email: ERASED, detail: 'erased' })
      .where('id', '=', id)
      .execute();
  }
  return rows.length;
}

/** A report's unsubscribes do not shrink: all of hers become former ones, of nobody. */
async function eraseSuppressions(tx: Kysely<Schema>, email: Address, now: number) {
  const nobody = { email: newMark(), detail: '' };
  const former = await tx
    .updateTable('former_suppressions')
    .set({ ...nobody, why: 'erased' })
    .where('email', '=', email)
    .executeTakeFirst();
  const row = await tx
    .deleteFrom('suppressions')
    .where('email', '=', email)
    .returningAll()
    .executeTakeFirst();
  if (row) await keepFormer(tx, { ...row, ...nobody }, now, 'erased');
  return { former_suppressions: Number(former.numUpdatedRows), suppressions: row ? 1 : 0 };
}

async function erasePreferences(tx: Kysely<Schema>, email: Address): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('preferences')
    .set({ email: newMark(), detail: '' })
    .where('email', '=', email)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** That the letter was tested stays true. */
async function eraseTests(tx: Kysely<Schema>, email: Address): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('tests')
    .set({ email: ERASED })
    .where('email', '=', email)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
