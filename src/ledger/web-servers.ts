import { randomBytes } from 'node:crypto';
import type { LedgerContext } from './context.ts';

const PROBE = 1;

export async function tryWriting({ db, now }: LedgerContext): Promise<void> {
  await db
    .insertInto('probes')
    .values({ number: PROBE, at: now() })
    .onConflict((conflict) => conflict.column('number').doUpdateSet({ at: now() }))
    .execute();
}

const SALT_BYTES = 32;

export async function daySalt(
  { db, isShared }: LedgerContext,
  day: number,
): Promise<string | undefined> {
  if (!isShared) return undefined;
  await db.deleteFrom('day_salts').where('day', '<', day).execute();
  await db
    .insertInto('day_salts')
    .values({ day, salt: randomBytes(SALT_BYTES).toString('base64url') })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { salt } = await db
    .selectFrom('day_salts')
    .select('salt')
    .where('day', '=', day)
    .executeTakeFirstOrThrow();
  return salt;
}

export async function forgetSalts({ db, isShared }: LedgerContext, before: number): Promise<void> {
  if (isShared) await db.deleteFrom('day_salts').where('day', '<', before).execute();
}
