import type { Kysely } from 'kysely';
import type { Address } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { erasedAmong } from './erased.ts';
import type { ChoiceDraft, ChoiceStanding } from './preference-ledger.ts';
import type { Schema, SuppressionRow } from './schema.ts';
import type { PreferencesTable } from './suppression-tables.ts';
import { keepFormer, keepSuppressions, replacedWhy, tidy } from './suppressions.ts';

export async function choose(
  { now, transaction }: LedgerContext,
  draft: ChoiceDraft,
): Promise<ChoiceStanding> {
  const { email, choice, petition, campaign, detail } = draft;
  return transaction(async (tx) => {
    if (await isErased(tx, email)) return NO_MORE;
    if (choice === 'none') {
      await keepSuppressions(tx, [{ email, reason: 'unsubscribed', campaign, detail }], now());
    } else {
      await takeBackUnsubscribing(tx, email, now(), detail);
    }
    if (choice === 'all' || choice === 'monthly') {
      await forget(tx, { email, kind: 'petition', petition });
    }
    if (choice === 'all') await forget(tx, { email, kind: 'monthly', petition: '' });
    if (choice === 'monthly' || choice === 'petition') {
      const about = choice === 'petition' ? petition : '';
      await keep(tx, { email, kind: choice, petition: about, campaign, detail, at: now() });
    }
    return standing(tx, email, petition);
  });
}

export async function choiceOf(
  { db }: LedgerContext,
  email: Address,
  petition: string,
): Promise<ChoiceStanding> {
  return standing(db, email, petition);
}

/** Erased: nothing is mailed to her, and nothing of hers is kept again. */
const NO_MORE: ChoiceStanding = { choice: 'none', isHeld: true };

async function isErased(db: Kysely<Schema>, email: Address): Promise<boolean> {
  return (await erasedAmong(db, [email])).size > 0;
}

async function standing(
  db: Kysely<Schema>,
  email: Address,
  petition: string,
): Promise<ChoiceStanding> {
  if (await isErased(db, email)) return NO_MORE;
  const suppression = await db
    .selectFrom('suppressions')
    .select('reason')
    .where('email', '=', email)
    .executeTakeFirst();
  if (suppression) return { choice: 'none', isHeld: suppression.reason !== 'unsubscribed' };
  const rows = await db
    .selectFrom('preferences')
    .select('kind')
    .where('email', '=', email)
    .where('petition', 'in', ['', petition])
    .execute();
  const kinds = rows.map(({ kind }) => kind);
  // Of both, the narrower one is shown: the other shows once that is taken back.
  const choice = (['petition', 'monthly'] as const).find((kind) => kinds.includes(kind));
  return { choice: choice ?? 'all', isHeld: false };
}

async function takeBackUnsubscribing(
  tx: Kysely<Schema>,
  email: Address,
  now: number,
  detail: string,
): Promise<void> {
  const row = await tx
    .deleteFrom('suppressions')
    .where('email', '=', email)
    .where('reason', '=', 'unsubscribed')
    .returningAll()
    .executeTakeFirst();
  if (!row) return;
  const earlier = await replacedBy(tx, email);
  await keepFormer(tx, row, now, `she asked for letters again ${detail}`);
  if (earlier) await tx.insertInto('suppressions').values(earlier).execute();
}

/** What her unsubscribing had taken the place of, such as a bounce: it holds again. */
async function replacedBy(tx: Kysely<Schema>, email: Address): Promise<SuppressionRow | undefined> {
  const former = await tx
    .selectFrom('former_suppressions')
    .selectAll()
    .where('email', '=', email)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (former?.why !== replacedWhy('unsubscribed')) return undefined;
  const { id: _id, ended_at: _endedAt, why: _why, ...suppression } = former;
  return suppression;
}

type Which = Pick<PreferencesTable, 'email' | 'kind' | 'petition'>;

async function forget(tx: Kysely<Schema>, { email, kind, petition }: Which): Promise<void> {
  await tx
    .deleteFrom('preferences')
    .where('email', '=', email)
    .where('kind', '=', kind)
    .where('petition', '=', petition)
    .execute();
}

async function keep(tx: Kysely<Schema>, row: PreferencesTable): Promise<void> {
  await tx
    .insertInto('preferences')
    .values({ ...row, detail: tidy(row.detail) })
    .onConflict((conflict) => conflict.columns(['email', 'kind', 'petition']).doNothing())
    .execute();
}
