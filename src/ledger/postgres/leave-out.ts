import { type Kysely, sql } from 'kysely';
import type { BatchNumber, CampaignNumber } from '../../terms.ts';
import { MARKS } from '../erased.ts';
import type { FrozenRecipient } from '../ledger.ts';
import { MONTH_MS } from '../mailed-lately.ts';
import type { Schema } from '../schema.ts';

/**
 * Marks who of a batch is not to be mailed now, and gives the others: what `leaveOutUnwilling` does, in
 * one round trip.
 */
export async function leaveOutAndRead(
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
  batch: BatchNumber,
  now: number,
): Promise<readonly FrozenRecipient[]> {
  const { rows } = await sql<FrozenRecipient>`
    with unwilling as (
      update recipients one set outcome = 'suppressed'
      where campaign = ${campaign} and batch = ${batch} and outcome is null and (
        exists (select from suppressions where suppressions.email = one.email)
        or one.email like ${MARKS}
        or exists (
          select from preferences wish where wish.email = one.email and (
            (kind = 'petition' and petition =
              (select slug from campaigns where campaigns.number = ${campaign}))
            or (kind = 'monthly' and exists (
              select from recipients copy
              join batches on batches.campaign = copy.campaign and batches.number = copy.batch
              where copy.email = one.email and copy.campaign <> ${campaign}
                and copy.campaign = any(array(select campaigns.number from campaigns))
                and copy.outcome is null
                and batches.state in ('accepted', 'sending', 'unknown')
                and batches.claimed_at > ${now - MONTH_MS}))))
      )
      returning number
    ), counted as (
      update batches set suppressed = suppressed + (select count(*) from unwilling)
      where campaign = ${campaign} and number = ${batch} and exists (select from unwilling)
    )
    select number, email, fields from recipients
    where campaign = ${campaign} and batch = ${batch} and outcome is null
      and number not in (select number from unwilling)
    order by number`.execute(tx);
  return rows;
}
