import { type Expression, type RawBuilder, sql } from 'kysely';

/**
 * What stands behind the last `@` of an address, empty where there is none, in words that both
 * databases know. An index is made of the same words: it must be made anew if they change.
 */
export function domainOf(email: Expression<unknown>): RawBuilder<string> {
  const local = sql`rtrim(${email}, replace(${email}, '@', ''))`;
  return sql<string>`coalesce(substr(${email}, length(nullif(${local}, '')) + 1), '')`;
}

/** The same of an address that is at hand. */
export function domainIn(email: string): string {
  const at = email.lastIndexOf('@');
  return at === -1 ? '' : email.slice(at + 1);
}
