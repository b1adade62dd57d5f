import type { LedgerContext } from './context.ts';
import { ERASED, erasedAmong } from './erased.ts';

/** Records that the message of this hash went to `email` as a test. */
export async function recordTest(
  { db, now }: LedgerContext,
  hash: string,
  email: string,
): Promise<void> {
  const isErased = (await erasedAmong(db, [email])).size > 0;
  const values = { hash, email: isErased ? ERASED : email, at: now() };
  await db.insertInto('tests').values(values).execute();
}

/** When and to whom exactly this message was sent as a test; the newest first. */
export async function testsOf(
  { db }: LedgerContext,
  hash: string,
): Promise<{ email: string; at: number }[]> {
  return db
    .selectFrom('tests')
    .select(['email', 'at'])
    .where('hash', '=', hash)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}
