/**
 * Who is erased while rows of a list are copied, with her among them, would not be found: nobody sees
 * those rows yet. So who erases waits for some thousands of rows, and who appends for an erasure. Of
 * the table and not an advisory one, for this alone comes before the moment that a serializable
 * transaction sees (postgresql.org/docs/current/sql-lock.html).
 */
import { sql } from 'kysely';

export const whileNotErasing = sql`lock table erased in share mode`;

export const erasing = sql`lock table erased in row exclusive mode`;
