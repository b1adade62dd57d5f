import type { Kysely, Transaction } from 'kysely';
import type { CampaignNumber } from '../terms.ts';
import { forgetAudience } from './campaigns.ts';
import type { LedgerContext } from './context.ts';
import { inChunks, slices } from './in-chunks.ts';
import type { Skipped, Supporter } from './ledger.ts';
import type { Schema, SkippedRow } from './schema.ts';
import { suppressionsAmong } from './suppressions.ts';

/**
 * Rows in one transaction. More makes fewer pages of the address index be written twice (5000
 * against 1000: about a third less time); 5000 rows are a few megabytes.
 */
const CHUNK_ROWS = 5000;

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
  let count = 0;
  for await (const chunk of inChunks(rows, CHUNK_ROWS)) {
    count += await context.db.transaction().execute((tx) => appendChunk(freeze, tx, chunk, count));
  }
  await finish(freeze);
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
  const suppressed = await suppressedRows(tx, supporters);
  const mailable = supporters.filter((supporter) => !suppressed.has(supporter));
  const doubles = await context.appendRecipients(tx, { campaign, after, batchSize }, mailable);
  skipped.push(...suppressed.values(), ...(await doubleRows(tx, campaign, doubles)));
  await keepSkipped(tx, campaign, skipped);
  return mailable.length - doubles.length;
}

async function suppressedRows(
  tx: Transaction<Schema>,
  supporters: readonly Supporter[],
): Promise<Map<Supporter, Skipped>> {
  const reasons = await suppressionsAmong(
    tx,
    supporters.map(({ email }) => email),
  );
  const found = new Map<Supporter, Skipped>();
  for (const supporter of reasons.size === 0 ? [] : supporters) {
    const reason = reasons.get(supporter.email);
    if (reason) found.set(supporter, skippedAs('suppressed', supporter, reason));
  }
  return found;
}

async function doubleRows(
  tx: Transaction<Schema>,
  campaign: CampaignNumber,
  doubles: readonly Supporter[],
): Promise<Skipped[]> {
  const first = new Map<string, number>();
  for (const slice of slices(doubles)) {
    const rows = await tx
      .selectFrom('recipients')
      .select(['email', 'number'])
      .where('campaign', '=', campaign)
      .where(
        'email',
        'in',
        slice.map(({ email }) => email),
      )
      .execute();
    for (const { email, number } of rows) first.set(email, number);
  }
  return doubles.map((supporter) =>
    skippedAs(
      'duplicate',
      supporter,
      `the same address as recipient ${first.get(supporter.email)}`,
    ),
  );
}

function skippedAs(
  reason: 'duplicate' | 'suppressed',
  { email, file, line }: Supporter,
  detail: string,
): Skipped {
  return { file, line, email, reason, detail };
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
