import type { Kysely, Transaction } from 'kysely';
import type { CampaignNumber } from '../terms.ts';
import { type BatchPlan, createBatchPlan, type PlannedBatch } from './batch-plan.ts';
import { forgetAudience } from './campaigns.ts';
import type { AppendRecipients, LedgerContext, LeftOut } from './context.ts';
import { countDomains, keepCounts } from './count-domains.ts';
import { ERASED, erasedAmong, hasErased } from './erased.ts';
import { ahead, inChunks, slices } from './in-chunks.ts';
import type { Skipped, Supporter } from './ledger.ts';
import { addressesIn } from './own-skipped.ts';
import { openRowPlaces, type RowPlaces } from './row-places.ts';
import type { Schema, SkippedRow } from './schema.ts';
import { suppressionsAmong } from './suppressions.ts';

/**
 * In one transaction. More rows make fewer pages of the address index be written twice: 5000 rows
 * against 1000 take about a third less time.
 */
const TRANSACTION_ROWS = 5000;

interface Freeze {
  readonly context: LedgerContext;
  readonly campaign: CampaignNumber;
  readonly plan: BatchPlan;
  /** Where the recipients stood: their doubles are told. */
  readonly places: RowPlaces;
  readonly append: AppendRecipients;
}

/**
 * Numbers the supporters in order, keeps doubles and suppressed addresses as skipped, plans the
 * batches and makes the campaign `ready`. A freeze begun again starts afresh.
 */
export async function freezeAudience(
  context: LedgerContext,
  campaign: CampaignNumber,
  rows: AsyncIterable<Supporter | Skipped>,
  batchSize: number,
): Promise<void> {
  const lang = await begin(context, campaign);
  const plan = createBatchPlan(lang, batchSize);
  const append = context.openAppending({ campaign, plan });
  const freeze = { context, campaign, plan, places: openRowPlaces(), append };
  const inOrder = inChunks(rows, context.chunkRows);
  const chunks = context.readsAhead ? ahead(inOrder) : inOrder;
  try {
    let isLast = false;
    while (!isLast) {
      isLast = await context.appending((tx) => appendSome(freeze, tx, chunks));
    }
  } finally {
    // Lets go of the list, if it could not be read to its end.
    await chunks.return(undefined);
  }
  await context.appended();
  await finish(freeze);
}

/**
 * Returns whether these were the last. Rows are read within the transaction: whoever makes them
 * must not ask the ledger for anything.
 */
async function appendSome(
  freeze: Freeze,
  tx: Transaction<Schema>,
  chunks: AsyncGenerator<(Supporter | Skipped)[]>,
): Promise<boolean> {
  for (let rows = 0; rows < TRANSACTION_ROWS; rows += freeze.context.chunkRows) {
    const chunk = await chunks.next();
    if (chunk.done) return true;
    await appendChunk(freeze, tx, chunk.value);
  }
  return false;
}

/** Returns the campaign's language. */
async function begin({ transaction }: LedgerContext, campaign: CampaignNumber): Promise<string> {
  return transaction(async (tx) => {
    const lang = await requireFreezing(tx, campaign);
    await forgetAudience(tx, campaign);
    return lang;
  });
}

async function requireFreezing(db: Kysely<Schema>, campaign: CampaignNumber): Promise<string> {
  const row = await db
    .selectFrom('campaigns')
    .select(['state', 'lang'])
    .where('number', '=', campaign)
    .executeTakeFirst();
  if (row?.state === 'freezing') return row.lang;
  throw new Error(
    `The audience of campaign ${campaign} cannot be frozen: ${row?.state ?? 'gone'}.`,
  );
}

async function appendChunk(
  { campaign, plan, places, append }: Freeze,
  tx: Transaction<Schema>,
  chunk: readonly (Supporter | Skipped)[],
): Promise<void> {
  const supporters = chunk.filter((row): row is Supporter => !('reason' in row));
  const skipped = chunk.filter((row): row is Skipped => 'reason' in row);
  const leftOut = await append(tx, supporters);
  keepPlaces(places, supporters, leftOut);
  await keepBegun(tx, campaign, plan.takeBegun());
  await keepCounts(tx, campaign, plan.takeFull());
  const explained = await explain(tx, places, leftOut);
  await keepSkipped(tx, campaign, [...skipped, ...explained]);
}

function keepPlaces(
  places: RowPlaces,
  supporters: readonly Supporter[],
  leftOut: readonly LeftOut[],
): void {
  const isLeftOut = new Set(leftOut.map(({ supporter }) => supporter));
  for (const supporter of supporters) {
    if (!isLeftOut.has(supporter)) places.add(supporter.file, supporter.line);
  }
}

/** Whoever is erased meanwhile is found by her batch: so it is there from its beginning. */
async function keepBegun(
  tx: Transaction<Schema>,
  campaign: CampaignNumber,
  begun: readonly PlannedBatch[],
): Promise<void> {
  for (const slice of slices(begun)) {
    const rows = slice.map((batch) => ({ campaign, ...batch, state: 'planned' as const, size: 0 }));
    await tx.insertInto('batches').values(rows).execute();
  }
}

async function explain(
  tx: Transaction<Schema>,
  places: RowPlaces,
  leftOut: readonly LeftOut[],
): Promise<Skipped[]> {
  const others = leftOut.filter(({ twin }) => twin === undefined);
  const emails = others.map(({ supporter }) => supporter.email);
  const reasons = emails.length > 0 ? await suppressionsAmong(tx, emails) : new Map();
  return leftOut.map(({ supporter: { email, file, line }, twin }) =>
    twin === undefined
      ? { file, line, email, reason: 'suppressed', detail: reasons.get(email) }
      : { file, line, email, reason: 'duplicate', detail: sameAs(twin, places) },
  );
}

function sameAs(number: number, places: RowPlaces): string {
  return `the same address as recipient ${number}, ${places.placeOf(number)}`;
}

async function keepSkipped(
  tx: Transaction<Schema>,
  campaign: CampaignNumber,
  skipped: readonly Skipped[],
): Promise<void> {
  if (skipped.length === 0) return;
  const erased = await erasedAmong(
    tx,
    skipped.flatMap(({ email }) => addressesIn(email)),
  );
  // A list that still holds who was erased does not bring her address back.
  const emailOf = (email: string) =>
    addressesIn(email).some((address) => erased.has(address)) ? ERASED : email;
  for (const slice of slices(skipped)) {
    const rows: SkippedRow[] = slice.map(({ file, line, email, reason, detail }) => ({
      campaign,
      file,
      line,
      email: emailOf(email),
      reason,
      detail,
    }));
    await tx.insertInto('skipped').values(rows).execute();
  }
}

/** What was counted beforehand is right unless somebody was erased meanwhile. */
async function finish({ context, campaign, plan }: Freeze): Promise<void> {
  await context.transaction(async (tx) => {
    await requireFreezing(tx, campaign);
    await keepCounts(tx, campaign, plan.rest());
    if (await hasErased(tx, campaign)) await countDomains(tx, campaign);
    await tx
      .updateTable('campaigns')
      .set({ state: 'ready' })
      .where('number', '=', campaign)
      .execute();
  });
}
