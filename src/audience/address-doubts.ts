import type { Address } from '../terms.ts';
import { suggestDomain } from './suggest-domain.ts';

/** Mailboxes of a task, not of a person (RFC 2142 and what organisations add to it). */
const ROLES = new Set(
  `abuse accounts admin administrator billing compliance contact devnull enquiries feedback ftp help
  helpdesk hostmaster info information inquiries legal list mail mailer-daemon marketing media news
  newsletter no-reply noc nobody noreply office operator postmaster press privacy registrar root sales
  security service spam subscribe support sysadmin tech undisclosed-recipients unsubscribe usenet uucp
  webmaster www`.split(/\s+/),
);

/** Domains repeat: what was found of these is kept. */
const KEPT = 5000;

/** What is odd about an address that can be mailed all the same. */
export interface Doubts {
  /** The domain that was most likely meant. */
  suggestion(email: Address): string | undefined;
  isRole(email: Address): boolean;
}

export function openDoubts(): Doubts {
  const known = new Map<string, string | undefined>();
  return {
    suggestion(email) {
      const domain = domainOf(email);
      if (!known.has(domain)) {
        if (known.size >= KEPT) known.clear();
        known.set(domain, suggestDomain(domain));
      }
      return known.get(domain);
    },
    isRole: (email) => ROLES.has(email.slice(0, email.indexOf('@'))),
  };
}

/**
 * One name for all writings of a Gmail mailbox: Gmail ignores dots, and what follows a plus. Undefined
 * for other domains, which may tell them apart.
 */
export function gmailMailbox(email: Address): string | undefined {
  const domain = domainOf(email);
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') return undefined;
  return email.slice(0, email.indexOf('@')).replace(/\+.*$/, '').replaceAll('.', '');
}

function domainOf(email: Address): string {
  return email.slice(email.indexOf('@') + 1);
}
