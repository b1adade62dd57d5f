import type { LedgerContext } from './context.ts';
import type { PetitionDecision } from './signature-ledger.ts';

export async function petitionDecision(
  { db }: LedgerContext,
  slug: string,
): Promise<PetitionDecision | undefined> {
  const row = await db
    .selectFrom('petitions')
    .select(['state', 'at'])
    .where('slug', '=', slug)
    .executeTakeFirst();
  return row && { state: row.state, at: Number(row.at) };
}

/** Where it stands there already, the earlier day stays. */
export async function decidePetition(
  { db, now }: LedgerContext,
  slug: string,
  state: PetitionDecision['state'],
): Promise<void> {
  const at = now();
  await db
    .insertInto('petitions')
    .values({ slug, state, at })
    .onConflict((conflict) =>
      conflict.column('slug').doUpdateSet({ state, at }).where('petitions.state', '<>', state),
    )
    .execute();
}
