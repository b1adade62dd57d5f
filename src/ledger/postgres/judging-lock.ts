/**
 * Who signs makes her clicks to be judged again, while whoever judges writes to those of hundreds: each
 * could come to hold what the other waits for. So signatures of a group wait for the judging of a few
 * clicks (some hundredths of a second), and judging for them; who judges elsewhere waits too.
 */
import { sql } from 'kysely';

/** Of PostgreSQL's advisory locks; no other program may be in the database. */
const JUDGING = sql.lit(1_869_767_801);

/** A table of one row and no columns worth a name, to select from before clicks are written to. */
export const whileNotJudging = sql`(select pg_advisory_xact_lock_shared(${JUDGING})) as unjudging`;

export const judging = sql`select pg_advisory_xact_lock(${JUDGING})`;
