import { type Kysely, sql } from 'kysely';
import type { CampaignNumber } from '../terms.ts';
import { domainOf } from './domain-of.ts';
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
