import type { Kysely } from 'kysely';
import { OutcryError } from '../errors.ts';
import type { CampaignName, CampaignNumber, Petition } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { openGuard } from './guards.ts';
import type { Campaign, CampaignDraft, CampaignState, Translations } from './ledger.ts';
import type { Pace } from './pace-ledger.ts';
import type { CampaignRow, Schema } from './schema.ts';
import { openTrial } from './trials.ts';

/** Opens a campaign in state `freezing`, under the name wished for or that with `-2`, `-3` … */
export async function openCampaign(
  { now, transaction }: LedgerContext,
  draft: CampaignDraft,
): Promise<Campaign> {
  return transaction(async (tx) => {
    const row = await tx
      .insertInto('campaigns')
      .values({
        name: await freeName(tx, draft.name),
        state: 'freezing',
        created_at: now(),
        subject: draft.subject,
        lang: draft.lang,
        translations: JSON.stringify(draft.translations),
        hash: draft.hash,
        slug: draft.petition.slug,
        petition: JSON.stringify(draft.petition),
        envelope: draft.envelope,
        starts_at: draft.startsAt ?? null,
        pace: JSON.stringify(draft.pace ?? {}),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    if (draft.trial) await openTrial(tx, row.number, draft.trial);
    if (draft.guard) await openGuard(tx, row.number, draft.guard);
    return toCampaign(row);
  });
}

async function freeName(db: Kysely<Schema>, wished: string): Promise<string> {
  let name = wished;
  for (let count = 2; await isTaken(db, name); count++) name = `${wished}-${count}`;
  return name;
}

async function isTaken(db: Kysely<Schema>, name: string): Promise<boolean> {
  const row = await db
    .selectFrom('campaigns')
    .select('number')
    .where('name', '=', name)
    .executeTakeFirst();
  return row !== undefined;
}

export async function findCampaign(
  { db }: LedgerContext,
  name: string,
): Promise<Campaign | undefined> {
  const row = await db
    .selectFrom('campaigns')
    .selectAll()
    .where('name', '=', name)
    .executeTakeFirst();
  return row && toCampaign(row);
}

export async function campaignByNumber(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<Campaign | undefined> {
  const row = await db
    .selectFrom('campaigns')
    .selectAll()
    .where('number', '=', campaign)
    .executeTakeFirst();
  return row && toCampaign(row);
}

/** The newest campaign of a petition, but for those that may yet come to nothing. */
export async function campaignOfPetition(
  { db }: LedgerContext,
  slug: string,
): Promise<Campaign | undefined> {
  const row = await db
    .selectFrom('campaigns')
    .selectAll()
    .where('slug', '=', slug)
    .where('state', '!=', 'freezing')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && toCampaign(row);
}

/** The newest first. */
export async function listCampaigns({ db }: LedgerContext): Promise<Campaign[]> {
  const rows = await db.selectFrom('campaigns').selectAll().orderBy('number', 'desc').execute();
  return rows.map(toCampaign);
}

/**
 * False if the campaign was cancelled, which is for good. It cannot be `done` while batches are
 * planned or sending: that is a bug, and throws.
 */
export async function setCampaignState(
  { transaction }: LedgerContext,
  campaign: CampaignNumber,
  state: CampaignState,
): Promise<boolean> {
  return transaction(async (tx) => {
    const row = await tx
      .selectFrom('campaigns')
      .select('state')
      .where('number', '=', campaign)
      .executeTakeFirst();
    if (!row) throw new Error(`There is no campaign ${campaign}.`);
    if (row.state === 'cancelled') return state === 'cancelled';
    if (state === 'done') await refuseUnfinished(tx, campaign);
    const started = state === 'sending' ? { starts_at: null } : {};
    const unstopped = { stop_reason: '', stop_fix: '' };
    await tx
      .updateTable('campaigns')
      .set({ state, ...started, ...unstopped })
      .where('number', '=', campaign)
      .execute();
    return true;
  });
}

async function refuseUnfinished(db: Kysely<Schema>, campaign: CampaignNumber): Promise<void> {
  const batch = await db
    .selectFrom('batches')
    .select(['number', 'state'])
    .where('campaign', '=', campaign)
    .where('state', 'in', ['planned', 'sending'])
    .executeTakeFirst();
  if (!batch) return;
  throw new Error(`Campaign ${campaign} is not done: its batch ${batch.number} is ${batch.state}.`);
}

/** Forgets a campaign. Throws an OutcryError if any of it may have been sent. */
export async function dropCampaign(
  { transaction }: LedgerContext,
  campaign: CampaignNumber,
): Promise<void> {
  await transaction(async (tx) => {
    await refuseStarted(tx, campaign);
    await forgetAudience(tx, campaign);
    for (const table of [
      'senders',
      'paces',
      'trials',
      'guards',
      'guard_stops',
      'command_log',
    ] as const) {
      await tx.deleteFrom(table).where('campaign', '=', campaign).execute();
    }
    await tx.deleteFrom('campaigns').where('number', '=', campaign).execute();
  });
}

async function refuseStarted(db: Kysely<Schema>, campaign: CampaignNumber): Promise<void> {
  const batch = await db
    .selectFrom('batches')
    .select('number')
    .where('campaign', '=', campaign)
    .where((eb) => eb.or([eb('state', '!=', 'planned'), eb('attempts', '>', 0)]))
    .executeTakeFirst();
  if (!batch) return;
  throw new OutcryError({
    code: 'campaign-started',
    what: `Campaign ${campaign} cannot be forgotten: its batch ${batch.number} has left already.`,
    fix: 'Keep it: the ledger must know who was mailed. To stop the rest, pause it.',
  });
}

/** Deletes recipients, batches and skipped rows of a campaign. */
export async function forgetAudience(db: Kysely<Schema>, campaign: CampaignNumber): Promise<void> {
  for (const table of ['recipients', 'batch_domains', 'batches', 'skipped'] as const) {
    await db.deleteFrom(table).where('campaign', '=', campaign).execute();
  }
}

/** The petition that a campaign asks people to sign. */
export async function petitionOf(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<Petition> {
  const row = await db
    .selectFrom('campaigns')
    .select('petition')
    .where('number', '=', campaign)
    .executeTakeFirstOrThrow();
  return JSON.parse(row.petition) as Petition;
}

/** A campaign as the rest of the program knows it. */
export function toCampaign(row: CampaignRow): Campaign {
  return {
    name: row.name as CampaignName,
    number: row.number as CampaignNumber,
    state: row.state,
    createdAt: row.created_at,
    subject: row.subject,
    petition: JSON.parse(row.petition) as Petition,
    lang: row.lang,
    translations: JSON.parse(row.translations) as Translations,
    envelope: row.envelope,
    hash: row.hash,
    startsAt: row.starts_at ?? undefined,
    pace: JSON.parse(row.pace) as Pace,
    ...(row.stop_reason !== '' && { stop: { reason: row.stop_reason, fix: row.stop_fix } }),
  };
}
