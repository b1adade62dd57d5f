import type { Kysely } from 'kysely';
import type { Address, CampaignName, CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { countDomains } from './count-domains.ts';
import { eraseFromLists } from './erase-from-lists.ts';
import { eraseReplies } from './erase-replies.ts';
import { erasedAmong, keepErased, newMark } from './erased.ts';
import { eraseKeptDomains } from './kept-figures.ts';
import { type OwnRow, ownRows } from './own-rows.ts';
import type { Schema } from './schema.ts';
import { livingSenders } from './senders.ts';
import type { Erasure } from './supporter-ledger.ts';

/**
 * Erases a supporter from every table in one transaction. What figures count stays as rows without
 * anything of hers: a campaign has as many recipients, clicks and signatures as before.
 */
export async function eraseSupporter(
  context: LedgerContext,
  email: Address,
  { withdraw }: { readonly withdraw: boolean },
): Promise<Erasure> {
  return context.erasing(async (tx) => {
    const within = { ...context, db: tx };
    const rows = await ownRows(tx, email);
    const onItsWay = await campaignOnItsWay(within, rows);
    if (onItsWay !== undefined) return { isErased: false, onItsWay };
    const before = (await erasedAmong(tx, [email])).get(email);
    const changed = {
      ...(await eraseReplies(tx, email, rows, withdraw)),
      ...(await eraseFromLists(tx, email, context.now())),
      recipients: await eraseRecipients(tx, rows),
    };
    await keepErased(tx, email, context.now());
    return { isErased: true, before, changed };
  });
}

/** The campaign of a batch that a living process has just sent, with her in it. */
async function campaignOnItsWay(
  context: LedgerContext,
  rows: readonly OwnRow[],
): Promise<CampaignName | undefined> {
  for (const { campaign, name, state, outcome } of rows) {
    if (state !== 'sending' || outcome !== null) continue;
    if ((await livingSenders(context, campaign)).length > 0) return name;
  }
  return undefined;
}

/** Numbers, batches and sums stay. What is planned for her is not sent. */
async function eraseRecipients(tx: Kysely<Schema>, rows: readonly OwnRow[]): Promise<number> {
  for (const { campaign, number, batch, state, outcome } of rows) {
    const isLeftOut = state === 'planned' && outcome === null;
    await tx
      .updateTable('recipients')
      .set({ email: newMark(), fields: '{}', ...(isLeftOut && { outcome: 'suppressed' }) })
      .where('campaign', '=', campaign)
      .where('number', '=', number)
      .execute();
    if (isLeftOut) await countLeftOut(tx, campaign, batch);
    await countDomains(tx, campaign, [batch]);
    await eraseKeptDomains(tx, campaign);
  }
  return rows.length;
}

async function countLeftOut(
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
  batch: number,
): Promise<void> {
  await tx
    .updateTable('batches')
    .set((eb) => ({ suppressed: eb('suppressed', '+', 1) }))
    .where('campaign', '=', campaign)
    .where('number', '=', batch)
    .execute();
}
