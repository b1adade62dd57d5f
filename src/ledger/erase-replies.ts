import type { Kysely } from 'kysely';
import { withoutTraces } from '../clicks/without-traces.ts';
import type { Address } from '../terms.ts';
import { eraseEvents } from './erase-events.ts';
import { newMark } from './erased.ts';
import type { OwnRow } from './own-rows.ts';
import { NO_WORDS } from './pending-signatures.ts';
import type { Schema } from './schema.ts';

/** Erases her from what came back of letters. Returns how many rows of each table. */
export async function eraseReplies(
  tx: Kysely<Schema>,
  email: Address,
  rows: readonly OwnRow[],
  withdraw: boolean,
) {
  const erase = withdraw ? withdrawSignatures : eraseSignatures;
  return {
    signatures: await erase(tx, await signaturesOf(tx, email)),
    pending_signatures: await erasePending(tx, email),
    clicks: await eraseClicks(tx, rows),
    events: await eraseEvents(tx, email, rows),
  };
}

async function signaturesOf(tx: Kysely<Schema>, email: Address): Promise<number[]> {
  const rows = await tx.selectFrom('signatures').select('id').where('email', '=', email).execute();
  return rows.map(({ id }) => id);
}

/** They go on to count, and nothing else. */
async function eraseSignatures(tx: Kysely<Schema>, ids: readonly number[]): Promise<number> {
  for (const id of ids) {
    await tx
      .updateTable('signatures')
      .set({ ...NO_WORDS, email: newMark(), comment_state: 'hidden' })
      .where('id', '=', id)
      .execute();
  }
  return ids.length;
}

async function withdrawSignatures(tx: Kysely<Schema>, ids: readonly number[]): Promise<number> {
  for (const id of ids) {
    await tx
      .updateTable('signatures')
      .set({ shared_by: null })
      .where('shared_by', '=', id)
      .execute();
    await tx.deleteFrom('signatures').where('id', '=', id).execute();
  }
  return ids.length;
}

async function erasePending(tx: Kysely<Schema>, email: Address): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('pending_signatures')
    .where('email', '=', email)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Each visit is judged as before; what made it is no longer known. */
async function eraseClicks(tx: Kysely<Schema>, rows: readonly OwnRow[]): Promise<number> {
  let count = 0;
  for (const { campaign, number } of rows) {
    const clicks = await tx
      .selectFrom('clicks')
      .select(['id', 'user_agent as userAgent', 'purpose', 'network'])
      .where('campaign', '=', campaign)
      .where('recipient', '=', number)
      .orderBy('id')
      .execute();
    for (const [index, { userAgent, ...traces }] of withoutTraces(clicks).entries()) {
      await tx
        .updateTable('clicks')
        .set({ ...traces, user_agent: userAgent, domain: '', rules: 0 })
        .where('id', '=', clicks[index]?.id ?? 0)
        .execute();
    }
    count += clicks.length;
  }
  return count;
}
