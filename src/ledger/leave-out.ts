import type { ExpressionBuilder, ExpressionWrapper, Kysely, SqlBool } from 'kysely';
import type { BatchNumber, CampaignNumber } from '../terms.ts';
import { MARKS } from './erased.ts';
import { slices } from './in-chunks.ts';
import { mailedLately } from './mailed-lately.ts';
import type { Schema } from './schema.ts';

/**
 * Marks who of a batch is not to be mailed now: suppressed or erased since the freeze, no wish for letters
 * about this petition, or for more than one a month and mailed within it by another campaign.
 */
export async function leaveOutUnwilling(
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
  batch: BatchNumber,
  now: number,
): Promise<void> {
  const leaveOut = (which: Which) => mark(tx, campaign, batch, which);
  let left = await leaveOut((eb) =>
    eb.or([isSuppressed(eb), isErased(eb), wantsNoneOf(eb, campaign)]),
  );
  for (const numbers of slices(await mailedLately(tx, campaign, batch, now))) {
    left += await leaveOut((eb) => eb('number', 'in', numbers));
  }
  if (left === 0) return;
  await tx
    .updateTable('batches')
    .set((eb) => ({ suppressed: eb('suppressed', '+', left) }))
    .where('campaign', '=', campaign)
    .where('number', '=', batch)
    .execute();
}

type OfRecipients = ExpressionBuilder<Schema, 'recipients'>;
type Which = (eb: OfRecipients) => ExpressionWrapper<Schema, 'recipients', SqlBool>;

/** Returns how many that were. */
async function mark(
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
  batch: BatchNumber,
  which: Which,
): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('recipients')
    .set({ outcome: 'suppressed' })
    .where('campaign', '=', campaign)
    .where('batch', '=', batch)
    .where('outcome', 'is', null)
    .where(which)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

function isSuppressed(eb: OfRecipients) {
  return eb.exists(
    eb
      .selectFrom('suppressions')
      .select('suppressions.email')
      .whereRef('suppressions.email', '=', 'recipients.email'),
  );
}

/** Since her batch was planned, or held as unknown. */
function isErased(eb: OfRecipients) {
  return eb('recipients.email', 'like', MARKS);
}

function wantsNoneOf(eb: OfRecipients, campaign: CampaignNumber) {
  const slug = eb.selectFrom('campaigns').select('slug').where('number', '=', campaign);
  return eb.exists(
    eb
      .selectFrom('preferences')
      .select('preferences.email')
      .whereRef('preferences.email', '=', 'recipients.email')
      .where('preferences.kind', '=', 'petition')
      .where('preferences.petition', '=', slug),
  );
}
