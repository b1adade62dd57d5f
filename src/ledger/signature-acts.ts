import { type Kysely, sql } from 'kysely';
import type { ActNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { slices } from './in-chunks.ts';
import type { Schema, SignatureActRow } from './schema.ts';
import type { ActKind, SignatureAct, SignatureActDraft } from './signature-ledger.ts';

const COLUMN = {
  invalidate: 'invalidated_by',
  redact: 'redacted_by',
} as const satisfies Record<ActKind, string>;

/**
 * Takes signatures, or their comments, out until the act is undone; all or none. Those that another
 * act holds out already stay with that one, and what is of another petition is left.
 */
export async function takeOut(
  context: LedgerContext,
  { petition, kind, chosen, reason, by, numbers }: SignatureActDraft,
): Promise<SignatureAct> {
  return context.transaction(async (tx) => {
    const at = context.now();
    const { number } = await tx
      .insertInto('signature_acts')
      .values({ petition, kind, chosen, reason, by, at, signatures: 0 })
      .returning('number')
      .executeTakeFirstOrThrow();
    let signatures = 0;
    for (const slice of slices(numbers)) {
      const { numUpdatedRows } = await tx
        .updateTable('signatures')
        .set({ [COLUMN[kind]]: number })
        .where('id', 'in', slice)
        .where('petition', '=', petition)
        .where(COLUMN[kind], 'is', null)
        .$if(kind === 'redact', (query) => query.where('comment', '<>', ''))
        .executeTakeFirst();
      signatures += Number(numUpdatedRows);
    }
    await tx
      .updateTable('signature_acts')
      .set({ signatures })
      .where('number', '=', number)
      .execute();
    if (kind === 'invalidate') await judgeAgain(tx, number);
    return toAct(await rowOf(tx, number as ActNumber));
  });
}

/** Undoes an act, once; what it took out is as it was. Undefined if there is no such act. */
export async function takeBack(
  context: LedgerContext,
  act: ActNumber,
  by: string,
): Promise<SignatureAct | undefined> {
  return context.transaction(async (tx) => {
    const found = await signatureAct({ ...context, db: tx }, act);
    if (!found || found.undone) return found;
    if (found.kind === 'invalidate') await judgeAgain(tx, act);
    await tx
      .updateTable('signatures')
      .set({ [COLUMN[found.kind]]: null })
      .where(COLUMN[found.kind], '=', act)
      .execute();
    await tx
      .updateTable('signature_acts')
      .set({ undone_by: by, undone_at: context.now() })
      .where('number', '=', act)
      .execute();
    return toAct(await rowOf(tx, act));
  });
}

/** Who signs is human, unless it was a machine: her clicks are to be judged by that anew. */
async function judgeAgain(tx: Kysely<Schema>, act: number): Promise<void> {
  await tx
    .updateTable('clicks')
    .set({ rules: 0 })
    .where(
      sql<boolean>`(campaign, recipient) in (select campaign, recipient from signatures
        where invalidated_by = ${act} and recipient is not null)`,
    )
    .execute();
}

export async function signatureAct(
  { db }: Pick<LedgerContext, 'db'>,
  act: ActNumber,
): Promise<SignatureAct | undefined> {
  const row = await selectActs(db).where('number', '=', act).executeTakeFirst();
  return row && toAct(row);
}

/** All acts, or those on one petition; the newest first. */
export async function signatureActs(
  { db }: LedgerContext,
  petition?: string,
): Promise<SignatureAct[]> {
  const rows = await selectActs(db)
    .$if(petition !== undefined, (query) => query.where('petition', '=', petition ?? ''))
    .orderBy('number', 'desc')
    .execute();
  return rows.map(toAct);
}

function selectActs(db: Kysely<Schema>) {
  return db.selectFrom('signature_acts').selectAll();
}

async function rowOf(tx: Kysely<Schema>, act: ActNumber): Promise<SignatureActRow> {
  return selectActs(tx).where('number', '=', act).executeTakeFirstOrThrow();
}

function toAct({ at, undone_by, undone_at, ...row }: SignatureActRow): SignatureAct {
  const undone = { by: undone_by ?? '', at: Number(undone_at) };
  return {
    ...row,
    number: row.number as ActNumber,
    at: Number(at),
    undone: undone_at === null ? undefined : undone,
  };
}
