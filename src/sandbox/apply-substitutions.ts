import type { Texts } from './mail.ts';
import { type Random, shuffled } from './seeded.ts';

/**
 * Replaces every occurrence of every key, one key after another, in an order that is shuffled, so
 * that values already put in are scanned again. SendGrid documents neither order nor rescanning:
 * whoever depends on either sees it here. Nothing is escaped, and `$&` in a value stays as it is.
 */
export function applySubstitutions(substitutions: Texts, random: Random): (text: string) => string {
  const pairs = shuffled(Object.entries(substitutions), random).filter(([key]) => key !== '');
  return (text) => pairs.reduce((made, [key, value]) => made.split(key).join(value), text);
}
