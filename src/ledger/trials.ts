import type { Kysely } from 'kysely';
import type { CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import type { Schema, TrialRow } from './schema.ts';
import type { Trial, TrialDraft, Winner } from './trial-ledger.ts';

export async function openTrial(
  tx: Kysely<Schema>,
  campaign: number,
  { variants, share, rule }: TrialDraft,
): Promise<void> {
  const settings = JSON.stringify({ variants, share, rule });
  await tx.insertInto('trials').values({ campaign, settings }).execute();
}

export async function trialOf(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<Trial | undefined> {
  const row = await rowOf(db, campaign);
  return row && toTrial(row);
}

/** When the trial was sent, if nothing of it is planned or under way any more. */
export async function trialSent(
  { now, transaction }: LedgerContext,
  campaign: CampaignNumber,
): Promise<number | undefined> {
  return transaction(async (tx) => {
    const row = await rowOf(tx, campaign);
    if (!row || (await hasUnsent(tx, campaign))) return undefined;
    if (row.sent_at !== null) return Number(row.sent_at);
    const sent_at = now();
    await tx.updateTable('trials').set({ sent_at }).where('campaign', '=', campaign).execute();
    return sent_at;
  });
}

async function hasUnsent(tx: Kysely<Schema>, campaign: CampaignNumber): Promise<boolean> {
  const batch = await tx
    .selectFrom('batches')
    .select('number')
    .where('campaign', '=', campaign)
    .where('variant', '!=', '')
    .where('state', 'in', ['planned', 'sending'])
    .limit(1)
    .executeTakeFirst();
  return batch !== undefined;
}

/** Gives the winner: the one that was chosen before, if one was. */
export async function chooseWinner(
  { now, transaction }: LedgerContext,
  campaign: CampaignNumber,
  { variant, how, probability }: Omit<Winner, 'at'>,
): Promise<Winner> {
  return transaction(async (tx) => {
    const before = await rowOf(tx, campaign);
    if (!before) throw new Error(`Campaign ${campaign} has no trial.`);
    const { winner, variants } = toTrial(before);
    if (winner) return winner;
    if (!variants.some((one) => one.variant === variant)) {
      throw new Error(`Campaign ${campaign} has no variant "${variant}".`);
    }
    const chosen = { winner: variant, how, probability, chosen_at: now() };
    await tx.updateTable('trials').set(chosen).where('campaign', '=', campaign).execute();
    return { variant, how, probability, at: chosen.chosen_at };
  });
}

async function rowOf(db: Kysely<Schema>, campaign: CampaignNumber): Promise<TrialRow | undefined> {
  return db.selectFrom('trials').selectAll().where('campaign', '=', campaign).executeTakeFirst();
}

function toTrial({ settings, sent_at, winner, how, probability, chosen_at }: TrialRow): Trial {
  return {
    ...(JSON.parse(settings) as TrialDraft),
    sentAt: sent_at === null ? undefined : Number(sent_at),
    winner:
      winner === null || how === null
        ? undefined
        : { variant: winner, how, probability: probability ?? 0, at: Number(chosen_at) },
  };
}
