import { CompiledQuery, type Kysely, sql } from 'kysely';
import type { Appending, LeftOut, OpenAppending } from '../context.ts';
import { erasedAmong } from '../erased.ts';
import type { Schema } from '../schema.ts';
import { CopyRows } from './copy-rows.ts';
import { openMaybeSeen } from './maybe-seen.ts';

const COPY = 'copy recipients (campaign, batch, number, email, fields) from stdin';

/**
 * Few round trips for a chunk: which of its addresses are suppressed is asked at once, and the others
 * are copied. Only those that may have come before are looked for among the recipients: it took as
 * long as to copy them, and the longer, the more there were.
 */
export const appendByCopy: OpenAppending = (to) => {
  const seen = openMaybeSeen();
  const lookUp = lookUpOf(to);
  return async (tx, supporters) => {
    const emails = supporters.map(({ email }) => email);
    const suppressed = await suppressedAmong(tx, emails);
    const known = await lookUp(
      tx,
      emails.filter((email) => seen.add(email)),
    );
    const leftOut: LeftOut[] = [];
    // Made one by one as they are written, so that they die young.
    function* rows(): Generator<(string | number)[]> {
      for (const supporter of supporters) {
        const { email, fields } = supporter;
        const twin = known.get(email);
        if (twin !== undefined || suppressed.has(email)) {
          leftOut.push({ supporter, twin });
          continue;
        }
        const seat = to.plan.nextSeat(supporter);
        to.plan.take(seat, email);
        known.set(email, seat.number);
        yield [to.campaign, seat.batch, seat.number, email, JSON.stringify(fields)];
      }
    }
    await tx.executeQuery(CompiledQuery.raw(COPY, [new CopyRows(rows())]));
    return leftOut;
  };
};

/** Those that are suppressed or erased. No address holds a line's end, and one text is sooner read than a list. */
async function suppressedAmong(
  tx: Kysely<Schema>,
  emails: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ email: string }>`
    select email from suppressions
    where email = any(string_to_array(${emails.join('\n')}, ${'\n'}))`.execute(tx);
  return new Set([...rows.map(({ email }) => email), ...(await erasedAmong(tx, emails)).keys()]);
}

/** By how much a campaign grows until the server looks at it anew. */
const GROWTH = 4;

/**
 * Finds the numbers of recipients by their addresses. The server thinks of a campaign that has just
 * begun that it is small, and would read all of it each time: so now and then it is told to look.
 */
function lookUpOf({ campaign, plan }: Appending) {
  let lookAt = 1;
  return async (
    tx: Kysely<Schema>,
    emails: readonly string[],
  ): Promise<Map<string, number | undefined>> => {
    if (emails.length === 0) return new Map();
    const { number: next } = plan.nextSeat({});
    if (next > lookAt) {
      await sql`analyze recipients`.execute(tx);
      lookAt = next * GROWTH;
    }
    const { rows } = await sql<{ email: string; number: number }>`
      select email, number from recipients
      where campaign = ${campaign}
        and email = any(string_to_array(${emails.join('\n')}, ${'\n'}))`.execute(tx);
    return new Map(rows.map(({ email, number }) => [email, number]));
  };
}
