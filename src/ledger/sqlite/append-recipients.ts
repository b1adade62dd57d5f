import type SQLite from 'better-sqlite3';
import type { LeftOut, OpenAppending } from '../context.ts';
import { openHasher } from '../hash-address.ts';
import type { Supporter } from '../ledger.ts';
import { explainError } from './explain-error.ts';

/** False if the address is suppressed, or in the campaign already. */
type Append = (campaign: number, batch: number, number: number, supporter: Supporter) => boolean;

/**
 * Two prepared statements, run for each row. SQLite lives in this process, so there is no round
 * trip to save: a row takes 6 µs, against 12 by json_each, 16 by Kysely's multi-row insert, and 13
 * by one `insert … select … where not exists`, for which SQLite keeps a journal of its own.
 */
export function appendByStatement(db: SQLite.Database): OpenAppending {
  let append: Append | undefined;
  let lookUp: ReturnType<typeof prepareErased> | undefined;
  let twinOf: ReturnType<typeof prepareTwin> | undefined;
  return ({ campaign, plan }) =>
    async (_tx, supporters) => {
      const leftOut: LeftOut[] = [];
      try {
        append ??= prepare(db);
        lookUp ??= prepareErased(db);
        twinOf ??= prepareTwin(db);
        const isErased = lookUp();
        for (const supporter of supporters) {
          const seat = plan.nextSeat(supporter);
          if (!isErased(supporter.email) && append(campaign, seat.batch, seat.number, supporter))
            plan.take(seat, supporter.email);
          else leftOut.push({ supporter, twin: twinOf(campaign, supporter.email) });
        }
        return leftOut;
      } catch (error) {
        throw explainError(error, db.name);
      }
    };
}

function prepare(db: SQLite.Database): Append {
  const suppressed = db.prepare('select 1 from suppressions where email = ?');
  const insert = db.prepare(
    `insert into recipients (campaign, batch, number, email, fields) values (?, ?, ?, ?, ?)
     on conflict (campaign, email) do nothing`,
  );
  return (campaign, batch, number, { email, fields }) =>
    suppressed.get(email) === undefined &&
    insert.run(campaign, batch, number, email, JSON.stringify(fields)).changes === 1;
}

function prepareTwin(db: SQLite.Database) {
  const select = db
    .prepare('select number from recipients where campaign = ? and email = ?')
    .pluck();
  return (campaign: number, email: string) => select.get(campaign, email) as number | undefined;
}

/**
 * Asked for each stretch of rows, for somebody may be erased meanwhile. While nobody is, no address is
 * hashed.
 */
function prepareErased(db: SQLite.Database): () => (email: string) => boolean {
  const selectKey = db
    .prepare('select key from erasure_keys where exists (select 1 from erased)')
    .pluck();
  const select = db.prepare('select 1 from erased where hash = ?');
  return () => {
    const key = selectKey.get() as string | undefined;
    if (key === undefined) return () => false;
    const hashOf = openHasher(key);
    return (email) => select.get(hashOf(email)) !== undefined;
  };
}
