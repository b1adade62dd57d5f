import type { Finding, GuardKind } from '../guard/guard.ts';
import type { Campaign } from '../ledger/ledger.ts';
import type { Stop } from './stops.ts';

/** Pages and events that were amiss may be in order by the time that somebody has seen to them. */
export const MENDABLE: readonly GuardKind[] = ['links', 'sign-page', 'silence'];

const MEND: Partial<Record<GuardKind, string>> = {
  links: 'Mend what the letter links to.',
  'sign-page': 'See that "outcry serve" runs and its database can be reached.',
  silence: 'Find out why SendGrid posts no events, with: outcry doctor',
};
const MOST_SHOWN = 5;

/** Why the guard has stopped a campaign, with the figures, and what to do. */
export function guardStop({ name }: Pick<Campaign, 'name'>, findings: readonly Finding[]): Stop {
  const kinds = kindsOf(findings);
  const reasons = findings.slice(0, MOST_SHOWN).map(({ reason }) => reason);
  const more = findings.length - reasons.length;
  const mending = kinds.flatMap((kind) => MEND[kind] ?? []);
  const resume = `outcry resume ${name}`;
  return {
    reason: ['The guard has stopped it.', ...reasons, more > 0 ? `And ${more} more.` : '']
      .filter(Boolean)
      .join(' '),
    fix: [
      ...mending,
      ...(kinds.every((kind) => MENDABLE.includes(kind)) ? [`Then go on with: ${resume}`] : []),
      `See what the letter does with: outcry report ${name}`,
      `If it is to go on all the same: ${resume} --despite ${kinds.join(' ')}`,
    ].join('\n'),
    guard: kinds,
  };
}

export function kindsOf(findings: readonly Finding[]): GuardKind[] {
  return [...new Set(findings.map(({ kind }) => kind))];
}
