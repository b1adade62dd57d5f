import type { OutcomeOf } from './parse-outcomes.ts';
import type { Unchecked } from './shape.ts';

/** The lists of https://www.twilio.com/docs/sendgrid/api-reference/suppressions-suppressions */
export const SUPPRESSION_LISTS = [
  'unsubscribes',
  'bounces',
  'blocks',
  'spam_reports',
  'invalid_emails',
] as const;
export type ListName = (typeof SUPPRESSION_LISTS)[number];

/** As the API gives it: `created` in seconds since 1970, and what else its list tells. */
export interface SuppressionEntry extends Unchecked {
  readonly email: string;
  readonly created: number;
}

export interface SuppressionLists {
  /** An address is on a list once; the newest entry stays. */
  add(list: ListName, entry: SuppressionEntry): void;
  /** Puts those of a mail's recipients there who bounced or complained. `at` in ms since 1970. */
  addOutcomes(addresses: readonly string[], at: number): void;
  /** The newest first. */
  entries(list: ListName): readonly SuppressionEntry[];
}

/** What the sandbox has learnt of addresses, as SendGrid keeps it. */
export function openSuppressionLists(outcomeOf: OutcomeOf): SuppressionLists {
  const lists = new Map<ListName, Map<string, SuppressionEntry>>();
  const add = (name: ListName, entry: SuppressionEntry) => {
    const list = lists.get(name) ?? new Map();
    lists.set(name, list.set(entry.email.toLowerCase(), entry));
  };
  return {
    add,
    addOutcomes(addresses, at) {
      const created = Math.floor(at / 1000);
      for (const email of addresses) {
        for (const { event, reason, status } of outcomeOf(email)) {
          if (event === 'bounce') add('bounces', { created, email, reason, status });
          if (event === 'spamreport') add('spam_reports', { created, email, ip: '192.0.2.1' });
        }
      }
    },
    entries: (name) =>
      [...(lists.get(name)?.values() ?? [])].sort(
        (a, b) => b.created - a.created || (a.email < b.email ? -1 : 1),
      ),
  };
}
