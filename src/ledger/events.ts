import type { Transaction } from 'kysely';
import { attributeEvents } from './attribute-events.ts';
import type { LedgerContext } from './context.ts';
import { erasedIdentity, NOTHING_SAID } from './erase-events.ts';
import { erasedAmong } from './erased.ts';
import { slices } from './in-chunks.ts';
import type { EventDraft } from './ledger.ts';
import { acceptProven } from './prove-accepted.ts';
import type { Schema } from './schema.ts';
import type { SuppressionDraft } from './suppression-ledger.ts';
import { keepSuppressions } from './suppressions.ts';

/**
 * Keeps the events that are new, all or none; suppresses the addresses that they say; settles
 * unknown batches that they prove. A replay changes nothing. Returns how many were new.
 */
export async function recordEvents(
  { now, transaction }: LedgerContext,
  events: readonly EventDraft[],
): Promise<number> {
  return transaction(async (tx) => {
    const told = await withoutErased(tx, await attributeEvents(tx, events));
    const fresh = await keepNew(tx, told);
    await keepSuppressions(tx, suppressionsOf(fresh), now());
    await acceptProven(tx, campaignsOf(fresh));
    return fresh.length;
  });
}

/** Of who was erased, only what happened to her copy is kept. */
async function withoutErased(
  tx: Transaction<Schema>,
  events: readonly EventDraft[],
): Promise<readonly EventDraft[]> {
  const emails = new Set(events.flatMap(({ email }) => email ?? []));
  const erased = await erasedAmong(tx, [...emails]);
  if (erased.size === 0) return events;
  return events.map((event) =>
    event.email !== undefined && erased.has(event.email)
      ? { ...event, identity: erasedIdentity(event), email: undefined, raw: NOTHING_SAID.raw }
      : event,
  );
}

async function keepNew(
  tx: Transaction<Schema>,
  events: readonly EventDraft[],
): Promise<EventDraft[]> {
  const inserted = new Set<string>();
  for (const slice of slices(events)) {
    const rows = await tx
      .insertInto('events')
      .values(slice.map(toRow))
      .onConflict((conflict) => conflict.column('identity').doNothing())
      .returning('identity')
      .execute();
    for (const { identity } of rows) inserted.add(identity);
  }
  return events.filter(({ identity }) => inserted.delete(identity));
}

function toRow(event: EventDraft): Schema['events'] {
  return {
    identity: event.identity,
    campaign: event.campaign ?? null,
    batch: event.batch ?? null,
    recipient: event.recipient ?? null,
    email: event.email ?? null,
    event: event.event,
    at: event.at,
    raw: event.raw,
  };
}

function suppressionsOf(events: readonly EventDraft[]): SuppressionDraft[] {
  return events.flatMap(({ email, suppress, campaign, at, detail }) =>
    email && suppress ? [{ email, reason: suppress, campaign, at, detail }] : [],
  );
}

function campaignsOf(events: readonly EventDraft[]) {
  const campaigns = events.flatMap(({ campaign, batch }) =>
    campaign !== undefined && batch !== undefined ? [campaign] : [],
  );
  return [...new Set(campaigns)];
}
