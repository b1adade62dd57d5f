import { CompiledQuery, type Kysely, sql } from 'kysely';
import type { Appending, AppendRecipients } from '../context.ts';
import { erasedAmong } from '../erased.ts';
import type { Supporter } from '../ledger.ts';
import type { Schema } from '../schema.ts';
import { CopyRows } from './copy-rows.ts';

const COPY = 'copy recipients (campaign, batch, number, email, fields) from stdin';

/**
 * Few round trips for a chunk: which of its addresses are known already is asked at once, and the
 * others are copied. What is not in the ledger can only be twice in the chunk itself.
 */
export const appendByCopy: AppendRecipients = async (tx, to, supporters) => {
  const known = await knownAmong(tx, to, supporters);
  const leftOut: Supporter[] = [];
  const rows: (string | number)[][] = [];
  for (const supporter of supporters) {
    const { email, fields } = supporter;
    if (known.has(email)) {
      leftOut.push(supporter);
      continue;
    }
    known.add(email);
    const seat = to.plan.nextSeat(supporter);
    to.plan.take(seat);
    rows.push([to.campaign, seat.batch, seat.number, email, JSON.stringify(fields)]);
  }
  if (rows.length > 0) await tx.executeQuery(CompiledQuery.raw(COPY, [new CopyRows(rows)]));
  return leftOut;
};

/** Those that are suppressed, erased, or in the campaign. */
async function knownAmong(
  tx: Kysely<Schema>,
  { campaign }: Appending,
  supporters: readonly Supporter[],
): Promise<Set<string>> {
  const emails = supporters.map(({ email }) => email);
  const { rows } = await sql<{ email: string }>`
    select email from suppressions where email = any(${emails}::text[])
    union all
    select email from recipients
    where campaign = ${campaign} and email = any(${emails}::text[])`.execute(tx);
  const erased = await erasedAmong(tx, emails);
  return new Set([...rows.map(({ email }) => email), ...erased.keys()]);
}
