import { type Kysely, sql } from 'kysely';
import type { CampaignNumber } from '../terms.ts';
import type { CountedBatch } from './batch-plan.ts';
import { domainOf } from './domain-of.ts';
import { slices } from './in-chunks.ts';
import type { Schema } from './schema.ts';

/** Counts the recipients of each mail domain, anew: of all batches, unless some are named. */
export async function countDomains(
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
  batches?: readonly number[],
): Promise<void> {
  let forget = tx.deleteFrom('batch_domains').where('campaign', '=', campaign);
  let count = tx
    .selectFrom('recipients')
    .select((eb) => [
      'campaign',
      'batch',
      domainOf(sql.ref('email')).as('domain'),
      eb.fn.countAll<number>().as('recipients'),
    ])
    .where('campaign', '=', campaign)
    .groupBy(['campaign', 'batch', 'domain']);
  if (batches) {
    forget = forget.where('batch', 'in', batches);
    count = count.where('batch', 'in', batches);
  }
  await forget.execute();
  await tx
    .insertInto('batch_domains')
    .columns(['campaign', 'batch', 'domain', 'recipients'])
    .expression(count)
    .execute();
}

/** Keeps what was counted while they were planned: to read everybody once more took a third of the time. */
export async function keepCounts(
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
  batches: readonly CountedBatch[],
): Promise<void> {
  for (const size of new Set(batches.map((batch) => batch.size))) {
    await keepSize(tx, campaign, size, batches);
  }
  const counts = batches.flatMap(({ number: batch, domains }) =>
    [...domains].map(([domain, recipients]) => ({ campaign, batch, domain, recipients })),
  );
  for (const slice of slices(counts)) {
    // Where somebody was erased meanwhile they are there, and all are counted anew in the end.
    const insert = tx.insertInto('batch_domains').values(slice);
    await insert.onConflict((conflict) => conflict.doNothing()).execute();
  }
}

/** Nearly all of them have the same. */
async function keepSize(
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
  size: number,
  batches: readonly CountedBatch[],
): Promise<void> {
  const alike = batches.filter((batch) => batch.size === size).map(({ number }) => number);
  for (const numbers of slices(alike)) {
    await tx
      .updateTable('batches')
      .set({ size })
      .where('campaign', '=', campaign)
      .where('number', 'in', numbers)
      .execute();
  }
}
