import { sql } from 'kysely';
import { systemCode } from '../../errors.ts';
import type { BatchNumber, CampaignNumber } from '../../terms.ts';
import { unclaim } from '../claim-batch.ts';
import type { LedgerContext, LedgerStore } from '../context.ts';
import { giveBack } from '../pace.ts';
import { claimOnPostgres } from './claim.ts';
import { persistently } from './transactions.ts';

/**
 * Claims, and those among them of which nobody heard: where the connection breaks while a claim is
 * committed, it may be there or not. This process knows that nothing of it has left. So it is planned
 * again as soon as this process claims anew, or gives up its lease; if it dies before, it is unknown.
 */
export function openClaims(): Pick<LedgerStore, 'claim' | 'putBack'> {
  const unheard = new Map<CampaignNumber, readonly number[]>();
  let last = 0;
  const putBack = async (context: LedgerContext, campaign: CampaignNumber) => {
    const moments = unheard.get(campaign);
    if (!moments) return;
    await putBackFrom(context, campaign, moments);
    unheard.delete(campaign);
  };
  return {
    putBack,
    async claim(context, campaign, { paced }) {
      await putBack(context, campaign);
      const at = Math.max(context.now(), last + 1);
      last = at;
      try {
        return await claimOnPostgres(context, campaign, { paced, at });
      } catch (error) {
        if (systemCode(error) === 'database-lost') {
          unheard.set(campaign, [...(unheard.get(campaign) ?? []), at]);
        }
        throw error;
      }
    },
  };
}

interface Unheard {
  readonly number: BatchNumber;
  readonly people: number;
}

/** The lease is locked first: a claim that is just being committed is waited for, and seen then. */
async function putBackFrom(
  { db, self }: LedgerContext,
  campaign: CampaignNumber,
  moments: readonly number[],
): Promise<void> {
  await persistently(() =>
    db.transaction().execute(async (tx) => {
      const leases = await sql<{ id: number }>`
        select id from senders where campaign = ${campaign} and pid = ${self.pid}
          and host = ${self.host} and started_at = ${self.startedAt} for update`.execute(tx);
      const { rows } = await sql<Unheard>`
        select number, size - suppressed as people from batches
        where campaign = ${campaign} and state = 'sending'
          and sender = any(${leases.rows.map(({ id }) => id)}::int[])
          and claimed_at = any(${moments}::bigint[]) for update`.execute(tx);
      for (const { number, people } of rows) {
        await giveBack(tx, { campaign, number }, people);
        await unclaim(tx, { campaign, number });
      }
    }),
  );
}
