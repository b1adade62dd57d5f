import { sql } from 'kysely';
import type { Accept } from '../context.ts';
import { persistently } from './transactions.ts';

/**
 * What becomes of nearly every batch, in one round trip; its commit does not wait for the disk, as the
 * general way's does not.
 */
export const acceptOnPostgres: Accept = async (
  { db, now },
  { campaign, number, claim },
  messageId,
) => {
  const settle = sql`
    with relaxed as (
      select set_config('synchronous_commit', 'off', true)
    ), settled as (
      update batches set state = 'accepted', message_id = ${messageId}, reason = '',
        settled_at = ${now()}
      from relaxed
      where campaign = ${campaign} and number = ${number} and attempts = ${claim}
        and state = 'sending'
      returning sender
    ), own as (
      update senders set heartbeat = ${now()} from settled where senders.id = settled.sender
    )
    select from settled`;
  const { rows } = await persistently(() => settle.execute(db));
  return rows.length === 1;
};
