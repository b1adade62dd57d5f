import type { Kysely, Transaction } from 'kysely';
import type { Address, CampaignNumber } from '../terms.ts';
import { forgetAudience } from './campaigns.ts';
import type { LedgerContext } from './context.ts';
import { inChunks, slices } from './in-chunks.ts';
import type { Skipped, Supporter } from './ledger.ts';
import type { Schema, SkippedRow } from './schema.ts';
import { suppressionsAmong } from './suppressions.ts';

/** Rows that are held at once: few, so that they die young and memory stays small. */
const CHUNK_ROWS = 250;

/**
 * In one transaction. More rows make fewer pages of the address index be written twice: 5000 rows
 * against 1000 take about a third less time.
 */
const TRANSACTION_CHUNKS = 20;

interface Freeze {
  readonly context: LedgerContext;
  readonly campaign: CampaignNumber;
  readonly batchSize: number;
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
  const freeze = { context, campaign, batchSize };
  await begin(freeze);
  const chunks = inChunks(rows, CHUNK_ROWS);
  try {
    let total: Appended = { count: 0, isLast: false };
    while (!total.isLast) {
      const { count } = total;
      total = await context.db.transaction().execute((tx) => appendSome(freeze, tx, chunks, count));
    }
  } finally {
    // Lets go of the list, if it could not be read to its end.
    await chunks.return(undefined);
  }
  await finish(freeze);
}

interface Appended {
  /** Recipients so far. */
  readonly count: number;
  readonly isLast: boolean;
}

/** Rows are read within the transaction: whoever makes them must not ask the ledger for anything. */
async function appendSome(
  freeze: Freeze,
  tx: Transaction<Schema>,
  chunks: AsyncGenerator<(Supporter | Skipped)[]>,
  after: number,
): Promise<Appended> {
  let count = after;
  for (let round = 0; round < TRANSACTION_CHUNKS; round += 1) {
    const chunk = await chunks.next();
    if (chunk.done) return { count, isLast: true };
    count += await appendChunk(freeze, tx, chunk.value, count);
  }
  return { count, isLast: false };
}

async function begin({ context, campaign }: Freeze): Promise<void> {
  await context.db.transaction().execute(async (tx) => {
    await requireFreezing(tx, campaign);
    await forgetAudience(tx, campaign);
  });
}

async function requireFreezing(db: Kysely<Schema>, campaign: CampaignNumber): Promise<void> {
  const row = await db
    .selectFrom('campaigns')
    .select('state')
    .where('number', '=', campaign)
    .executeTakeFirst();
  if (row?.state === 'freezing') return;
  throw new Error(
    `The audience of campaign ${campaign} cannot be frozen: ${row?.state ?? 'gone'}.`,
  );
}

/** Returns how many of the chunk became recipients. */
async function appendChunk(
  { context, campaign, batchSize }: Freeze,
  tx: Transaction<Schema>,
  chunk: readonly (Supporter | Skipped)[],
  after: number,
): Promise<number> {
  const supporters = chunk.filter((row): row is Supporter => !('reason' in row));
  const skipped = chunk.filter((row): row is Skipped => 'reason' in row);
  const leftOut = await context.appendRecipients(tx, { campaign, after, batchSize }, supporters);
  await keepSkipped(tx, campaign, [...skipped, ...(await explain(tx, campaign, leftOut))]);
  return supporters.length - leftOut.length;
}

async function explain(
  tx: Transaction<Schema>,
  campaign: CampaignNumber,
  leftOut: readonly Supporter[],
): Promise<Skipped[]> {
  const emails = leftOut.map(({ email }) => email);
  const reasons = await suppressionsAmong(tx, emails);
  const numbers = await numbersOf(tx, campaign, emails);
  return leftOut.map(({ email, file, line }) => {
    const suppressed = reasons.get(email);
    return suppressed
      ? { file, line, email, reason: 'suppressed', detail: suppressed }
      : { file, line, email, reason: 'duplicate', detail: sameAs(numbers.get(email)) };
  });
}

function sameAs(number: number | undefined): string {
  return `the same address as recipient ${number}`;
}

async function numbersOf(
  tx: Transaction<Schema>,
  campaign: CampaignNumber,
  emails: readonly Address[],
): Promise<Map<string, number>> {
  const numbers = new Map<string, number>();
  for (const slice of slices(emails)) {
    const rows = await tx
      .selectFrom('recipients')
      .select(['email', 'number'])
      .where('campaign', '=', campaign)
      .where('email', 'in', slice)
      .execute();
    for (const { email, number } of rows) numbers.set(email, number);
  }
  return numbers;
}

async function keepSkipped(
  tx: Transaction<Schema>,
  campaign: CampaignNumber,
  skipped: readonly Skipped[],
): Promise<void> {
  for (const slice of slices(skipped)) {
    const rows: SkippedRow[] = slice.map(({ file, line, email, reason, detail }) => ({
      campaign,
      file,
      line,
      email,
      reason,
      detail,
    }));
    await tx.insertInto('skipped').values(rows).execute();
  }
}

async function finish({ context, campaign }: Freeze): Promise<void> {
  await context.db.transaction().execute(async (tx) => {
    await requireFreezing(tx, campaign);
    await planBatches(tx, campaign);
    await tx
      .updateTable('campaigns')
      .set({ state: 'ready' })
      .where('number', '=', campaign)
      .execute();
  });
}

async function planBatches(tx: Transaction<Schema>, campaign: CampaignNumber): Promise<void> {
  await tx
    .insertInto('batches')
    .columns(['campaign', 'number', 'state', 'size'])
    .expression((eb) =>
      eb
        .selectFrom('recipients')
        .select((of) => [
          'campaign',
          'batch',
          of.val('planned').as('state'),
          of.fn.countAll<number>().as('size'),
        ])
        .where('campaign', '=', campaign)
        .groupBy(['campaign', 'batch']),
    )
    .execute();
}
