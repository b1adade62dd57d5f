import type { LedgerContext } from './context.ts';

/** Records that the message of this hash went to `email` as a test. */
export async function recordTest(
  { db, now }: LedgerContext,
  hash: string,
  email: string,
): Promise<void> {
  await db.insertInto('tests').values({ hash, email, at: now() }).execute();
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
