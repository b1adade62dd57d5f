/**
 * Who was erased. Of her address a keyed hash is left, so that no later list, import or form has her
 * mailed. Its key lies in the ledger and not in OUTCRY_SECRET: that one is changed at times, and a hash
 * cannot be made anew without the address; and whoever can look an address up can guess one, wherever
 * the key lies.
 */
import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Address } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { newKey, openHasher } from './hash-address.ts';
import { slices } from './in-chunks.ts';
import { prepared } from './prepared.ts';
import type { Schema } from './schema.ts';

/** What stands where an address stood; no address can begin so. */
const MARK = '(erased';

/** A mark of its own for each row that needs one, so that they do not tell that they were one person's. */
export function newMark(): string {
  return `${MARK} ${randomBytes(6).toString('hex')})`;
}

/** Where rows may be alike. */
export const ERASED = `${MARK})`;
/** All marks, for SQL's `like`. */
export const MARKS = `${MARK}%`;

export function isMark(email: string): boolean {
  return email.startsWith(MARK);
}

const selectKey = prepared((db, _: Record<string, never>) =>
  db
    .selectFrom('erasure_keys')
    .select('key')
    .where((eb) => eb.exists(eb.selectFrom('erased').select(sql`1`.as('one')))),
);

/** Whether a campaign has a recipient who was erased; the index of addresses tells. */
export async function hasErased(db: Kysely<Schema>, campaign: number): Promise<boolean> {
  const one = await db
    .selectFrom('recipients')
    .select('number')
    .where('campaign', '=', campaign)
    .where('email', '>', MARK)
    .where('email', '<', `${MARK}~`)
    .limit(1)
    .executeTakeFirst();
  return one !== undefined;
}

/** Undefined while nobody is erased: then no address has to be hashed. */
async function keyOf(db: Kysely<Schema>): Promise<string | undefined> {
  const { rows } = await selectKey(db, {});
  return rows[0]?.key;
}

/** Which of these were erased, and when. */
export async function erasedAmong<Email extends string>(
  db: Kysely<Schema>,
  emails: readonly Email[],
): Promise<Map<Email, number>> {
  const found = new Map<Email, number>();
  const key = await keyOf(db);
  if (key === undefined) return found;
  const hashOf = openHasher(key);
  for (const slice of slices(emails)) {
    const byHash = new Map(slice.map((email) => [hashOf(email), email]));
    const rows = await db
      .selectFrom('erased')
      .selectAll()
      .where('hash', 'in', [...byHash.keys()])
      .execute();
    for (const { hash, at } of rows) {
      const email = byHash.get(hash);
      if (email !== undefined) found.set(email, Number(at));
    }
  }
  return found;
}

/** When she was erased; undefined if she was not. */
export async function erasedAt({ db }: LedgerContext, email: Address): Promise<number | undefined> {
  return (await erasedAmong(db, [email])).get(email);
}

export async function countErased({ db }: LedgerContext): Promise<number> {
  const { count } = await db
    .selectFrom('erased')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Keeps the hash of an address, if it is not kept already. */
export async function keepErased(tx: Kysely<Schema>, email: Address, at: number): Promise<void> {
  const hash = openHasher(await anyKey(tx))(email);
  await tx
    .insertInto('erased')
    .values({ hash, at })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute();
}

/** The key that there is, or a new one. */
async function anyKey(tx: Kysely<Schema>): Promise<string> {
  const row = await tx.selectFrom('erasure_keys').select('key').executeTakeFirst();
  if (row) return row.key;
  const key = newKey();
  await tx.insertInto('erasure_keys').values({ key }).execute();
  return key;
}

/** She has asked to be mailed again. False if she was not erased. */
export async function forgetErased(tx: Kysely<Schema>, email: Address): Promise<boolean> {
  const key = await keyOf(tx);
  if (key === undefined) return false;
  const { numDeletedRows } = await tx
    .deleteFrom('erased')
    .where('hash', '=', openHasher(key)(email))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
