import type { Kysely } from 'kysely';
import type { LedgerContext } from './context.ts';
import type { Schema } from './schema.ts';
import type {
  Kept,
  SuppressionDraft,
  SyncList,
  SyncState,
  SyncWindow,
} from './suppression-ledger.ts';
import { keepSuppressions } from './suppressions.ts';

export async function syncState(
  { db }: LedgerContext,
  { source, list }: SyncList,
): Promise<SyncState> {
  const row = await db
    .selectFrom('suppression_syncs')
    .selectAll()
    .where('source', '=', source)
    .where('list', '=', list)
    .executeTakeFirst();
  const until = row?.until ?? undefined;
  return { until: until === undefined ? undefined : Number(until), begun: windowOf(row) };
}

type SyncRow = Schema['suppression_syncs'];

function windowOf(row: SyncRow | undefined): SyncWindow | undefined {
  if (row?.window_from == null || row.window_to == null) return undefined;
  const { window_from: from, window_to: to, next_offset: offset } = row;
  return { from: Number(from), to: Number(to), offset: Number(offset) };
}

/** A page of a provider's list, and how far the list is then read: both, or neither. */
export async function keepSynced(
  { now, transaction }: LedgerContext,
  list: SyncList,
  state: SyncState,
  drafts: readonly SuppressionDraft[],
): Promise<Kept> {
  return transaction(async (tx) => {
    const kept = await keepSuppressions(tx, drafts, now());
    await keepState(tx, list, state);
    return kept;
  });
}

async function keepState(
  tx: Kysely<Schema>,
  { source, list }: SyncList,
  { until, begun }: SyncState,
): Promise<void> {
  const position = {
    until: until ?? null,
    window_from: begun?.from ?? null,
    window_to: begun?.to ?? null,
    next_offset: begun?.offset ?? 0,
  };
  await tx
    .insertInto('suppression_syncs')
    .values({ source, list, ...position })
    .onConflict((conflict) => conflict.columns(['source', 'list']).doUpdateSet(position))
    .execute();
}
