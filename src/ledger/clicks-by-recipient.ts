import type { ClickFacts, RecipientClicks } from '../clicks/click-facts.ts';
import type { CampaignNumber } from '../terms.ts';
import { petitionOf } from './campaigns.ts';
import type { LedgerContext } from './context.ts';
import type { ClickKind } from './ledger.ts';

/** A click, and the edition whose link it was. */
export interface KeptClick extends ClickFacts {
  readonly kind: ClickKind;
  readonly lang: string;
  readonly variant: string;
}

interface OfRecipient extends RecipientClicks {
  readonly clicks: readonly KeptClick[];
}

const PAGE_RECIPIENTS = 1000;

/** The clicks of a campaign, recipient by recipient. */
export async function* clicksByRecipient(
  context: LedgerContext,
  campaign: CampaignNumber,
): AsyncGenerator<OfRecipient> {
  for (let after = 0; ; ) {
    const numbers = await nextRecipients(context, campaign, after);
    const last = numbers.at(-1);
    if (last === undefined) return;
    const stretch = { campaign, after, last };
    const signed = await signedIn(context, stretch);
    for (const [recipient, clicks] of await clicksIn(context, stretch)) {
      yield { clicks, signedAt: signed.get(recipient) };
    }
    after = last;
  }
}

async function nextRecipients(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  after: number,
): Promise<number[]> {
  const rows = await db
    .selectFrom('clicks')
    .select('recipient')
    .distinct()
    .where('campaign', '=', campaign)
    .where('recipient', '>', after)
    .orderBy('recipient')
    .limit(PAGE_RECIPIENTS)
    .execute();
  return rows.map(({ recipient }) => recipient);
}

interface Stretch {
  readonly campaign: CampaignNumber;
  readonly after: number;
  readonly last: number;
}

async function clicksIn(
  { db }: LedgerContext,
  { campaign, after, last }: Stretch,
): Promise<Map<number, KeptClick[]>> {
  const rows = await db
    .selectFrom('clicks')
    .leftJoin('recipients', (join) =>
      join
        .onRef('recipients.campaign', '=', 'clicks.campaign')
        .onRef('recipients.number', '=', 'clicks.recipient'),
    )
    .leftJoin('batches', (join) =>
      join
        .onRef('batches.campaign', '=', 'recipients.campaign')
        .onRef('batches.number', '=', 'recipients.batch'),
    )
    .leftJoin('trials', 'trials.campaign', 'batches.campaign')
    .selectAll('clicks')
    .select(['batches.lang', 'batches.variant', 'trials.winner'])
    .where('clicks.campaign', '=', campaign)
    .where('clicks.recipient', '>', after)
    .where('clicks.recipient', '<=', last)
    .orderBy('clicks.recipient')
    .orderBy('clicks.at')
    .orderBy('clicks.id')
    .execute();
  const groups = new Map<number, KeptClick[]>();
  for (const { recipient, user_agent: userAgent, variant, winner, lang, ...facts } of rows) {
    const edition = { lang: lang ?? '', variant: variant || (winner ?? '') };
    const clicks = groups.get(recipient) ?? [];
    clicks.push({ ...facts, userAgent, ...edition });
    groups.set(recipient, clicks);
  }
  return groups;
}

/** When each of them signed the campaign's petition through her own link. */
async function signedIn(
  context: LedgerContext,
  { campaign, after, last }: Stretch,
): Promise<Map<number, number>> {
  const { slug } = await petitionOf(context, campaign);
  const rows = await context.db
    .selectFrom('signatures')
    .select(['recipient', 'at'])
    .where('campaign', '=', campaign)
    .where('recipient', '>', after)
    .where('recipient', '<=', last)
    .where('petition', '=', slug)
    .execute();
  return new Map(rows.map(({ recipient, at }) => [recipient ?? 0, Number(at)]));
}
