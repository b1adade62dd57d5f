import type { Kysely } from 'kysely';
import type { Address, CampaignName, Fields } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { erasedAt } from './erased.ts';
import { formerSuppressionsOf } from './former-suppressions.ts';
import { type OwnRow, ownRows } from './own-rows.ts';
import { ownSkipped } from './own-skipped.ts';
import { toPending } from './pending-signatures.ts';
import { recipient } from './recipients.ts';
import { recipientsPage } from './recipients-pages.ts';
import type { Schema } from './schema.ts';
import { toSignature } from './signatures.ts';
import type { OwnClick, OwnEvent, OwnRecipient, SupporterRecords } from './supporter-ledger.ts';
import { findSuppression } from './suppressions-list.ts';

/** All that is held about an address, as it stands. */
export async function supporterRecords(
  context: LedgerContext,
  email: Address,
): Promise<SupporterRecords> {
  // One moment for all of it: what is known may change meanwhile.
  return context.transaction(async (db) => {
    const within = { ...context, db };
    const rows = await ownRows(db, email);
    return {
      erasedAt: await erasedAt(within, email),
      recipients: await recipientsOf(within, rows),
      skipped: (await ownSkipped(db, email)).map(({ id: _, ...row }) => ofCampaign(row)),
      suppression: await findSuppression(within, email),
      formerSuppressions: await formerSuppressionsOf(within, email),
      preferences: await preferencesOf(db, email),
      signatures: await signaturesOf(db, email),
      pendingSignatures: await pendingOf(db, email),
      clicks: await clicksOf(db, rows),
      events: await eventsOf(db, email, rows),
      tests: await testsOf(db, email),
    };
  });
}

function ofCampaign<Row extends { readonly campaign: string | null }>(row: Row) {
  return { ...row, campaign: (row.campaign ?? undefined) as CampaignName | undefined };
}

async function recipientsOf(
  context: LedgerContext,
  rows: readonly OwnRow[],
): Promise<OwnRecipient[]> {
  const recipients: OwnRecipient[] = [];
  for (const { campaign, name, subject, number, batch, claimedAt } of rows) {
    const after = (number - 1) as typeof number;
    const [report] = await recipientsPage(context, campaign, { after, limit: 1 });
    const own = await recipient(context, campaign, number);
    if (!report || !own) continue;
    const { lang, variant } = own;
    const { state, reason } = report;
    const fields: Fields = report.fields;
    const leftAt = state === 'suppressed' || claimedAt === null ? undefined : Number(claimedAt);
    const letter = { campaign: name, subject, lang, variant };
    recipients.push({ ...letter, number, batch, fields, state, reason, leftAt });
  }
  return recipients;
}

async function preferencesOf(db: Kysely<Schema>, email: Address) {
  const rows = await db
    .selectFrom('preferences')
    .leftJoin('campaigns', 'campaigns.number', 'preferences.campaign')
    .select([
      'kind',
      'preferences.petition',
      'preferences.detail',
      'preferences.at',
      'campaigns.name as campaign',
    ])
    .where('preferences.email', '=', email)
    .orderBy('preferences.at')
    .execute();
  return rows.map(ofCampaign);
}

async function signaturesOf(db: Kysely<Schema>, email: Address) {
  const rows = await db
    .selectFrom('signatures')
    .leftJoin('campaigns', 'campaigns.number', 'signatures.campaign')
    .selectAll('signatures')
    .select('campaigns.name')
    .where('signatures.email', '=', email)
    .orderBy('id')
    .execute();
  return rows.map(({ name, ...row }) => ({
    ...toSignature(row),
    campaignName: (name ?? undefined) as CampaignName | undefined,
  }));
}

async function pendingOf(db: Kysely<Schema>, email: Address) {
  const rows = await db
    .selectFrom('pending_signatures')
    .selectAll()
    .where('email', '=', email)
    .orderBy('number')
    .execute();
  return rows.map(toPending);
}

async function clicksOf(db: Kysely<Schema>, rows: readonly OwnRow[]): Promise<OwnClick[]> {
  const clicks: OwnClick[] = [];
  for (const { campaign, name, number } of rows) {
    const own = await db
      .selectFrom('clicks')
      .select(['kind', 'link', 'method', 'user_agent as userAgent', 'purpose', 'network', 'at'])
      .where('campaign', '=', campaign)
      .where('recipient', '=', number)
      .orderBy('id')
      .execute();
    clicks.push(...own.map((click) => ({ campaign: name, ...click })));
  }
  return clicks;
}

/** By her address, and of her copies: not every event says whose it is. */
async function eventsOf(
  db: Kysely<Schema>,
  email: Address,
  rows: readonly OwnRow[],
): Promise<OwnEvent[]> {
  const events = await selectEvents(db).where('events.email', '=', email).execute();
  for (const { campaign, number } of rows) {
    const own = selectEvents(db)
      .where('events.campaign', '=', campaign)
      .where('events.recipient', '=', number);
    events.push(...(await own.execute()));
  }
  const once = new Map(events.map(({ identity, ...event }) => [identity, ofCampaign(event)]));
  const inOrder = [...once].sort(
    ([first, one], [second, other]) => one.at - other.at || (first < second ? -1 : 1),
  );
  return inOrder.map(([, event]) => event);
}

function selectEvents(db: Kysely<Schema>) {
  return db
    .selectFrom('events')
    .leftJoin('campaigns', 'campaigns.number', 'events.campaign')
    .select(['identity', 'event', 'at', 'raw', 'campaigns.name as campaign']);
}

async function testsOf(db: Kysely<Schema>, email: Address) {
  return db
    .selectFrom('tests')
    .select(['hash', 'at'])
    .where('email', '=', email)
    .orderBy('id')
    .execute();
}
