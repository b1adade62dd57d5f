import type { CampaignNumber } from '../terms.ts';
import { petitionOf } from './campaigns.ts';
import type { LedgerContext } from './context.ts';
import { batchOfRecipient, recipientOfSignature } from './joins.ts';
import type { EditionFigures } from './trial-ledger.ts';
import { validSignatures } from './valid-signatures.ts';

/**
 * How each variant fares in each of its languages. Of the signatures those count that people gave who
 * were surely mailed, each of them once: nobody signs a petition twice.
 */
export async function byEdition(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<EditionFigures[]> {
  const rows = await context.db
    .selectFrom('batches')
    .select((eb) => [
      'variant',
      'lang',
      eb.fn.sum<number>('size').as('recipients'),
      eb.fn
        .sum<number>(
          eb
            .case()
            .when('state', '=', 'accepted')
            .then(eb('size', '-', eb.ref('suppressed')))
            .else(0)
            .end(),
        )
        .as('accepted'),
    ])
    .where('campaign', '=', campaign)
    .groupBy(['variant', 'lang'])
    .orderBy('variant')
    .orderBy('lang')
    .execute();
  const signatures = await signaturesByEdition(context, campaign);
  return rows.map(({ variant, lang, recipients, accepted }) => ({
    variant,
    lang,
    recipients: Number(recipients),
    accepted: Number(accepted),
    signatures: signatures.get(`${variant}\n${lang}`) ?? 0,
  }));
}

async function signaturesByEdition(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<Map<string, number>> {
  const { slug } = await petitionOf(context, campaign);
  const rows = await validSignatures(context.db)
    .innerJoin('recipients', recipientOfSignature)
    .innerJoin('batches', batchOfRecipient)
    .select((eb) => ['batches.variant', 'batches.lang', eb.fn.countAll<number>().as('signed')])
    .where('signatures.campaign', '=', campaign)
    .where('signatures.petition', '=', slug)
    .where('batches.state', '=', 'accepted')
    .where('recipients.outcome', 'is', null)
    .groupBy(['batches.variant', 'batches.lang'])
    .execute();
  return new Map(rows.map(({ variant, lang, signed }) => [`${variant}\n${lang}`, Number(signed)]));
}
