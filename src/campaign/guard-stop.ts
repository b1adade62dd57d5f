import type { Finding, GuardKind } from '../guard/guard.ts';
import type { Campaign, GuardStop, Ledger } from '../ledger/ledger.ts';
import type { Stop } from './stops.ts';

/** Pages and events that were amiss may be in order by the time that somebody has seen to them. */
export const MENDABLE: readonly GuardKind[] = ['links', 'sign-page', 'silence'];

const MEND: Partial<Record<GuardKind, GuardStep>> = {
  links: { words: 'Mend what the letter links to.' },
  'sign-page': { words: 'See that the sign page is there: "outcry serve" and its database.' },
  silence: { words: 'Find out why SendGrid posts no events with', command: 'outcry doctor' },
};
const MOST_SHOWN = 5;

/** Why the guard has stopped a campaign, with the figures, and what to do. */
export function guardStop(campaign: Pick<Campaign, 'name'>, findings: readonly Finding[]): Stop {
  const reasons = findings.slice(0, MOST_SHOWN).map(({ reason }) => reason);
  const more = findings.length - reasons.length;
  const rest = more > 0 ? [`And ${more} more.`] : [];
  const fix = guardSteps(campaign, findings)
    .map(({ words, command }) => (command ? `${words}: ${command}` : words))
    .join('\n');
  const reason = ['The guard has stopped it.', ...reasons, ...rest].join(' ');
  return { reason, fix, guard: kindsOf(findings) };
}

interface GuardStep {
  readonly words: string;
  readonly command?: string;
}

/** What can be done about it. */
export function guardSteps(
  { name }: Pick<Campaign, 'name'>,
  findings: readonly Finding[],
): GuardStep[] {
  const kinds = kindsOf(findings);
  const resume = `outcry resume ${name}`;
  const isMendable = kinds.every((kind) => MENDABLE.includes(kind));
  return [
    ...kinds.flatMap((kind) => MEND[kind] ?? []),
    ...(isMendable ? [{ words: 'Then go on with', command: resume }] : []),
    { words: 'See what the letter does with', command: `outcry report ${name}` },
    {
      words: 'If it is to go on all the same',
      command: `${resume} --despite ${kinds.join(' ')}`,
    },
  ];
}

/** What holds a campaign now. */
export async function holdingOf(
  { number }: Pick<Campaign, 'number'>,
  ledger: Pick<Ledger, 'guardStops'>,
): Promise<GuardStop[]> {
  return (await ledger.guardStops(number)).filter(({ ended }) => !ended);
}

export function kindsOf(findings: readonly Finding[]): GuardKind[] {
  return [...new Set(findings.map(({ kind }) => kind))];
}
