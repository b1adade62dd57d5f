import type { ExpressionBuilder, Kysely } from 'kysely';
import type { BatchNumber, CampaignNumber } from '../terms.ts';
import type { Schema } from './schema.ts';

/** For how long nobody is mailed who wants at most one letter a month, counted from the last. */
const MONTH_MS = 30 * 86_400_000;

/**
 * Marks who of a batch is not to be mailed now: suppressed since the freeze, no wish for letters
 * about this petition, or for more than one a month and mailed within it by another campaign.
 */
export async function leaveOutUnwilling(
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
  batch: BatchNumber,
  now: number,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('recipients')
    .set({ outcome: 'suppressed' })
    .where('campaign', '=', campaign)
    .where('batch', '=', batch)
    .where('outcome', 'is', null)
    .where((eb) => eb.or([isSuppressed(eb), wantsNoneNow(eb, campaign, now)]))
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  await tx
    .updateTable('batches')
    .set((eb) => ({ suppressed: eb('suppressed', '+', Number(numUpdatedRows)) }))
    .where('campaign', '=', campaign)
    .where('number', '=', batch)
    .execute();
}

type OfRecipients = ExpressionBuilder<Schema, 'recipients'>;

function isSuppressed(eb: OfRecipients) {
  return eb.exists(
    eb
      .selectFrom('suppressions')
      .select('suppressions.email')
      .whereRef('suppressions.email', '=', 'recipients.email'),
  );
}

function wantsNoneNow(eb: OfRecipients, campaign: CampaignNumber, now: number) {
  return eb.exists(
    eb
      .selectFrom('preferences')
      .select('preferences.email')
      .whereRef('preferences.email', '=', 'recipients.email')
      .where((of) =>
        of.or([
          of.and([of('preferences.kind', '=', 'petition'), isAboutItsPetition(of, campaign)]),
          of.and([of('preferences.kind', '=', 'monthly'), wasMailed(of, campaign, now - MONTH_MS)]),
        ]),
      ),
  );
}

type OfPreferences = ExpressionBuilder<Schema, 'recipients' | 'preferences'>;

function isAboutItsPetition(eb: OfPreferences, campaign: CampaignNumber) {
  const slug = eb
    .selectFrom('campaigns')
    .select('campaigns.slug')
    .where('campaigns.number', '=', campaign);
  return eb('preferences.petition', '=', slug);
}

/** By another campaign, or perhaps. Campaigns are few, and each finds an address by its index. */
function wasMailed(eb: OfPreferences, campaign: CampaignNumber, since: number) {
  return eb.exists(
    eb
      .selectFrom('campaigns as others')
      .innerJoin('recipients as copies', (join) =>
        join
          .onRef('copies.campaign', '=', 'others.number')
          .onRef('copies.email', '=', 'recipients.email'),
      )
      .innerJoin('batches', (join) =>
        join
          .onRef('batches.campaign', '=', 'copies.campaign')
          .onRef('batches.number', '=', 'copies.batch'),
      )
      .select('others.number')
      .where('others.number', '!=', campaign)
      .where('copies.outcome', 'is', null)
      .where('batches.state', 'in', ['accepted', 'sending', 'unknown'])
      .where('batches.claimed_at', '>', since),
  );
}
