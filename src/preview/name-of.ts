import type { Fields } from '../terms.ts';

/** What a list calls a supporter; empty if it does not say. */
export function nameOf(fields: Fields): string {
  const { first_name = '', last_name = '', name = '', full_name = '' } = fields;
  const parts = [first_name, last_name].filter((part) => part !== '');
  return parts.join(' ') || name || full_name;
}
