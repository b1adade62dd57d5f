import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Address } from '../terms.ts';
import type { OwnRow } from './own-rows.ts';
import type { Schema } from './schema.ts';

interface Happened {
  readonly campaign?: number | null | undefined;
  readonly batch?: number | null | undefined;
  readonly recipient?: number | null | undefined;
  readonly event: string;
  readonly at: number;
}

/** What is kept of an event of hers; figures count by no more. */
export const NOTHING_SAID = { email: null, raw: '{}' } as const;

/**
 * An event is known by a hash that her address went into, so whoever guesses it could tell: instead it
 * is known by what is kept of it. Where that names no recipient, it is known by nothing.
 */
export function erasedIdentity({ campaign, batch, recipient, event, at }: Happened): string {
  const copy = recipient == null ? [randomBytes(12).toString('hex')] : [campaign, batch, recipient];
  return ['erased', ...copy, event, at].join(' ');
}

/** Also those that came without her address, or with another spelling of it. */
export async function eraseEvents(
  tx: Kysely<Schema>,
  email: Address,
  rows: readonly OwnRow[],
): Promise<number> {
  const events = await selectEvents(tx).where('email', '=', email).execute();
  for (const { campaign, number } of rows) {
    const others = selectEvents(tx)
      .where('campaign', '=', campaign)
      .where('recipient', '=', number)
      .where((eb) => eb.or([eb('email', 'is', null), eb('email', '<>', email)]))
      .where('raw', '<>', NOTHING_SAID.raw);
    events.push(...(await others.execute()));
  }
  const taken = new Map<string, number>();
  for (const event of events) {
    const identity = erasedIdentity(event);
    const before = taken.get(identity) ?? 0;
    taken.set(identity, before + 1);
    await tx
      .updateTable('events')
      .set({ ...NOTHING_SAID, identity: before > 0 ? `${identity} ${before + 1}` : identity })
      .where('identity', '=', event.identity)
      .execute();
  }
  return events.length;
}

function selectEvents(tx: Kysely<Schema>) {
  return tx
    .selectFrom('events')
    .select(['identity', 'campaign', 'batch', 'recipient', 'event', 'at']);
}
