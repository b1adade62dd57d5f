import type { SignatureNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import type { CommentState, ShownComment } from './signature-ledger.ts';
import { validSignatures } from './valid-signatures.ts';

/** How many comments there are in each state that any is in. */
export async function countComments(
  { db }: LedgerContext,
  petition?: string,
): Promise<Partial<Record<CommentState, number>>> {
  let query = validSignatures(db)
    .select((eb) => ['comment_state', eb.fn.countAll<number>().as('count')])
    .where('comment', '<>', '')
    .where('redacted_by', 'is', null)
    .groupBy('comment_state');
  if (petition !== undefined) query = query.where('petition', '=', petition);
  const rows = await query.execute();
  return Object.fromEntries(rows.map(({ comment_state, count }) => [comment_state, Number(count)]));
}

export async function decideComment(
  { db }: LedgerContext,
  number: SignatureNumber,
  state: CommentState,
): Promise<void> {
  await db
    .updateTable('signatures')
    .set({ comment_state: state })
    .where('id', '=', number)
    .execute();
}

/** The newest that staff have approved. */
export async function shownComments(
  { db }: LedgerContext,
  petition: string,
  limit: number,
): Promise<ShownComment[]> {
  const rows = await validSignatures(db)
    .select(['first_name', 'comment'])
    .where('petition', '=', petition)
    .where('comment_state', '=', 'shown')
    .where('redacted_by', 'is', null)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ first_name, comment }) => ({ firstName: first_name, comment }));
}
