import { othersOf, type Requirements } from '../campaign/unready.ts';
import type { Approval, KnownPerson } from '../ledger/ledger.ts';
import { minuteOf } from './present-suppressions.ts';
import { sayWho } from './who.ts';

/** "rosa on desk (database user campaigns)". */
export function sayPerson(person: KnownPerson): string {
  const { databaseUser } = person;
  return `${sayWho(person)}${databaseUser ? ` (database user ${databaseUser})` : ''}`;
}

/** Who approved of a letter that this person is about to send, and whether that is enough. */
export function approvedRow(
  approvals: readonly Approval[],
  { approval }: Requirements,
  sender: KnownPerson,
): [string, string | undefined, boolean] {
  const others = othersOf(approvals, sender);
  const said = others.map((one) => `by ${sayPerson(one)}, ${minuteOf(one.at)} UTC`).join('; ');
  const isMissing = others.length < approval;
  if (!isMissing) return ['Approved', said || undefined, false];
  const need = `${approval} ${approval === 1 ? 'is' : 'are'} asked for`;
  return ['Approved', `${said || 'by nobody else'}: ${need}`, true];
}
