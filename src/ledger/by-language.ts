import type { CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { batchOfRecipient, recipientOfSignature } from './joins.ts';
import type { LanguageFigures } from './ledger.ts';
import { validSignatures } from './valid-signatures.ts';

/** How many recipients each edition of a campaign has, and how many of them have signed. */
export async function byLanguage(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<Record<string, LanguageFigures>> {
  const rows = await context.db
    .selectFrom('batches')
    .select((eb) => ['lang', eb.fn.sum<number>('size').as('recipients')])
    .where('campaign', '=', campaign)
    .groupBy('lang')
    .orderBy('lang')
    .execute();
  const signatures = await signaturesByLanguage(context, campaign);
  return Object.fromEntries(
    rows.map(({ lang, recipients }) => [
      lang,
      { recipients: Number(recipients), signatures: signatures.get(lang) ?? 0 },
    ]),
  );
}

async function signaturesByLanguage(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<Map<string, number>> {
  const rows = await validSignatures(db)
    .innerJoin('recipients', recipientOfSignature)
    .innerJoin('batches', batchOfRecipient)
    .select((eb) => ['batches.lang', eb.fn.countAll<number>().as('signatures')])
    .where('signatures.campaign', '=', campaign)
    .groupBy('batches.lang')
    .execute();
  return new Map(rows.map(({ lang, signatures }) => [lang, Number(signatures)]));
}
