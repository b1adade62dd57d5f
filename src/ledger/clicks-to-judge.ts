import type { Kysely, Transaction } from 'kysely';
import type { ClickFacts, RecipientClicks } from '../clicks/click-facts.ts';
import { RULES_VERSION } from '../clicks/rules.ts';
import type { CampaignNumber } from '../terms.ts';
import { batchOfRecipient, recipientOfClick } from './joins.ts';
import type { ClickKind } from './ledger.ts';
import type { Schema } from './schema.ts';
import { validSignatures } from './valid-signatures.ts';

/** A click, and the edition whose link it was. */
export interface KeptClick extends ClickFacts {
  readonly id: number;
  readonly kind: ClickKind;
  readonly lang: string;
  readonly variant: string;
}

interface OfRecipient extends RecipientClicks {
  readonly clicks: readonly KeptClick[];
}

/** Clicks of one campaign that one version of the rules has judged, or none (0). */
export interface ToJudge {
  readonly campaign: CampaignNumber;
  readonly rules: number;
}

/** The clicks of some recipients of one campaign, those included that were judged before. */
export async function clicksToJudge(
  tx: Transaction<Schema>,
  of: ToJudge,
  limit: number,
): Promise<OfRecipient[]> {
  const recipients = await recipientsToJudge(tx, of, limit);
  if (recipients.length === 0) return [];
  const { campaign } = of;
  const signed = await signedAmong(tx, campaign, recipients);
  const clicks = await clicksOf(tx, campaign, recipients);
  return [...clicks].map(([recipient, own]) => ({ clicks: own, signedAt: signed.get(recipient) }));
}

/** A campaign with clicks to be judged, and what judged them before; undefined if there is none. */
export async function findToJudge(
  db: Kysely<Schema>,
  campaign: CampaignNumber | undefined,
): Promise<ToJudge | undefined> {
  for await (const rules of otherVersions(db)) {
    let query = db.selectFrom('clicks').select('campaign').where('rules', '=', rules).limit(1);
    if (campaign !== undefined) query = query.where('campaign', '=', campaign);
    const row = await query.executeTakeFirst();
    if (row) return { rules, campaign: row.campaign as CampaignNumber };
  }
  return undefined;
}

/** One by one, for an index finds the next at once, and nothing finds all that differ from today's. */
async function* otherVersions(db: Kysely<Schema>): AsyncGenerator<number> {
  for (let after = -1; ; ) {
    const { next } = await db
      .selectFrom('clicks')
      .select((eb) => eb.fn.min<number | null>('rules').as('next'))
      .where('rules', '>', after)
      .executeTakeFirstOrThrow();
    if (next === null) return;
    if (next !== RULES_VERSION) yield next;
    after = next;
  }
}

/** Fewer than `limit` if some of the clicks that were found are of the same. */
async function recipientsToJudge(
  tx: Transaction<Schema>,
  { campaign, rules }: ToJudge,
  limit: number,
): Promise<number[]> {
  const rows = await tx
    .selectFrom('clicks')
    .select('recipient')
    .where('rules', '=', rules)
    .where('campaign', '=', campaign)
    .limit(limit)
    .execute();
  return [...new Set(rows.map(({ recipient }) => recipient))];
}

async function clicksOf(
  tx: Transaction<Schema>,
  campaign: CampaignNumber,
  recipients: readonly number[],
): Promise<Map<number, KeptClick[]>> {
  const rows = await tx
    .selectFrom('clicks')
    .leftJoin('recipients', recipientOfClick)
    .leftJoin('batches', batchOfRecipient)
    .select(['clicks.id', 'clicks.recipient', 'clicks.kind', 'clicks.link', 'clicks.method'])
    .select(['clicks.user_agent as userAgent', 'clicks.purpose', 'clicks.network', 'clicks.at'])
    .select(['batches.lang', 'batches.variant'])
    .where('clicks.campaign', '=', campaign)
    .where('clicks.recipient', 'in', recipients)
    .orderBy('clicks.recipient')
    .orderBy('clicks.at')
    .orderBy('clicks.id')
    .execute();
  const groups = new Map<number, KeptClick[]>();
  for (const { recipient, at, lang, variant, ...facts } of rows) {
    const clicks = groups.get(recipient) ?? [];
    clicks.push({ ...facts, at: Number(at), lang: lang ?? '', variant: variant ?? '' });
    groups.set(recipient, clicks);
  }
  return groups;
}

/** When each of them signed the campaign's petition through her own link. */
async function signedAmong(
  tx: Transaction<Schema>,
  campaign: CampaignNumber,
  recipients: readonly number[],
): Promise<Map<number, number>> {
  const rows = await validSignatures(tx)
    .innerJoin('campaigns', (join) =>
      join
        .onRef('campaigns.number', '=', 'signatures.campaign')
        .onRef('campaigns.slug', '=', 'signatures.petition'),
    )
    .select(['signatures.recipient', 'signatures.at'])
    .where('signatures.campaign', '=', campaign)
    .where('signatures.recipient', 'in', recipients)
    .execute();
  return new Map(rows.map(({ recipient, at }) => [recipient ?? 0, Number(at)]));
}
