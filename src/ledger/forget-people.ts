import { setImmediate as turn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import type { ForgetLedger, Forgettable, PersonalRows, StillNeeded } from './forget-ledger.ts';
import { goesBefore, keepFigures } from './keep-figures.ts';
import { MONTH_MS } from './mailed-lately.ts';
import type { Schema } from './schema.ts';

/** In one transaction: visitors wait no longer than for some of these. */
const ROWS_AT_ONCE = 2000;
const BATCHES_AT_ONCE = 2;

export async function forgettable(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<Forgettable> {
  const { db, now } = context;
  const { at } = await db
    .selectFrom('batches')
    .select((eb) => eb.fn.max<number | null>('claimed_at').as('at'))
    .where('campaign', '=', campaign)
    .executeTakeFirstOrThrow();
  const kept = await db
    .selectFrom('kept_figures')
    .select('done_at')
    .where('campaign', '=', campaign)
    .executeTakeFirst();
  const lastLeftAt = at === null ? undefined : Number(at);
  const isRecent = lastLeftAt !== undefined && lastLeftAt > now() - MONTH_MS;
  return {
    needed: (await unfinished(db, campaign)) ?? (isRecent ? 'recent' : undefined),
    rows: await countRows(context, campaign),
    lastLeftAt,
    forgottenAt: kept?.done_at == null ? undefined : Number(kept.done_at),
  };
}

/** Events may yet settle a batch of which nobody knows, and staff may want to send it again. */
async function unfinished(
  db: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<StillNeeded | undefined> {
  const { state } = await db
    .selectFrom('campaigns')
    .select('state')
    .where('number', '=', campaign)
    .executeTakeFirstOrThrow();
  if (state !== 'done' && state !== 'cancelled') return 'unfinished';
  const batch = await db
    .selectFrom('batches')
    .select('number')
    .where('campaign', '=', campaign)
    .where('state', 'in', ['sending', 'unknown'])
    .executeTakeFirst();
  return batch && 'unknown';
}

async function countRows(context: LedgerContext, campaign: CampaignNumber): Promise<PersonalRows> {
  const { db } = context;
  const before = await goesBefore(context, campaign);
  const count = async (table: 'events' | 'clicks' | 'skipped') => {
    const { rows } = await db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .where('campaign', '=', campaign)
      .$if(table !== 'skipped', (of) => of.where('at', '<', before))
      .executeTakeFirstOrThrow();
    return Number(rows);
  };
  const { rows: fields } = await db
    .selectFrom('recipients')
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .where('campaign', '=', campaign)
    .where('fields', '<>', '{}')
    .executeTakeFirstOrThrow();
  return {
    events: await count('events'),
    clicks: await count('clicks'),
    skipped: await count('skipped'),
    fields: Number(fields),
  };
}

/**
 * See `ForgetLedger`. On PostgreSQL a partition for each campaign would be gone at once, but an event's
 * identity, which makes a replay harmless, has to be the only one in all of them; and every campaign would
 * begin by making tables.
 */
export async function forgetPeople(
  context: LedgerContext,
  campaign: CampaignNumber,
  { signal, onProgress }: Parameters<ForgetLedger['forgetPeople']>[1] = {},
): Promise<boolean> {
  const { needed } = await forgettable(context, campaign);
  if (needed) throw new Error(`The people of campaign ${campaign} are still needed: ${needed}.`);
  await keepFigures(context, campaign);
  const before = await goesBefore(context, campaign);
  for (const step of stepsOf(context, campaign, before)) {
    for (let rows = await step(); rows > 0; rows = await step()) {
      onProgress?.(rows);
      // SQLite never waits for anything, so without this no visitor would be heard meanwhile.
      await turn();
      if (signal?.aborted) return false;
    }
  }
  await context.transaction((tx) =>
    tx
      .updateTable('kept_figures')
      .set({ done_at: context.now() })
      .where('campaign', '=', campaign)
      .execute(),
  );
  return true;
}

/** Each takes some rows away and gives how many; none when there is nothing left. */
function stepsOf(
  context: LedgerContext,
  campaign: CampaignNumber,
  before: number,
): (() => Promise<number>)[] {
  const some = (work: (tx: Kysely<Schema>) => Promise<bigint>) => async () =>
    Number(await context.relaxed(work));
  return [
    some(async (tx) => {
      const { numDeletedRows } = await tx
        .deleteFrom('events')
        .where('identity', 'in', (of) =>
          of
            .selectFrom('events')
            .select('identity')
            .where('campaign', '=', campaign)
            .where('at', '<', before)
            .limit(ROWS_AT_ONCE),
        )
        .executeTakeFirst();
      return numDeletedRows;
    }),
    ...(['clicks', 'skipped'] as const).map((table) =>
      some(async (tx) => {
        const { numDeletedRows } = await tx
          .deleteFrom(table)
          .where('id', 'in', (of) =>
            of
              .selectFrom(table)
              .select('id')
              .where('campaign', '=', campaign)
              .$if(table === 'clicks', (some) => some.where('at', '<', before))
              .limit(ROWS_AT_ONCE),
          )
          .executeTakeFirst();
        return numDeletedRows;
      }),
    ),
    emptyFields(context, campaign),
  ];
}

/** Batch by batch: each is one stretch of the table. */
function emptyFields(context: LedgerContext, campaign: CampaignNumber): () => Promise<number> {
  let after = 0;
  return () =>
    context.relaxed(async (tx) => {
      for (;;) {
        const batches = await tx
          .selectFrom('batches')
          .select('number')
          .where('campaign', '=', campaign)
          .where('number', '>', after)
          .orderBy('number')
          .limit(BATCHES_AT_ONCE)
          .execute();
        const last = batches.at(-1);
        if (!last) return 0;
        const { numUpdatedRows } = await tx
          .updateTable('recipients')
          .set({ fields: '{}' })
          .where('campaign', '=', campaign)
          .where('batch', '>', after)
          .where('batch', '<=', last.number)
          .where('fields', '<>', '{}')
          .executeTakeFirst();
        after = last.number;
        if (numUpdatedRows > 0n) return Number(numUpdatedRows);
      }
    });
}
