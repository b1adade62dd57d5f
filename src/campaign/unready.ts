import { EXIT, OutcryError } from '../errors.ts';
import type { Approval, Campaign, KnownPerson, Ledger } from '../ledger/ledger.ts';
import { openEnvelope } from './envelope.ts';
import { sealOf } from './seal.ts';
import { isTest } from './test-petition.ts';
import { testedEditions } from './tested-editions.ts';

/** Without what no campaign is sent: `require` in outcry.yaml. */
export interface Requirements {
  readonly test: boolean;
  /** Of so many people other than the one who sends. */
  readonly approval: number;
}

/** Why a campaign must not be sent by this person yet; undefined if it may. */
export async function unreadyComplaint(
  campaign: Campaign,
  required: Requirements,
  ledger: Ledger,
  sender: KnownPerson,
): Promise<OutcryError | undefined> {
  if (isTest(campaign)) return undefined;
  if (required.test && (await hasUntested(campaign, ledger))) return untested();
  const approvals = othersOf(
    await ledger.approvalsOf(sealOf(openEnvelope(campaign.envelope))),
    sender,
  );
  if (approvals.length >= required.approval) return undefined;
  return unapproved(campaign, required.approval, approvals.length, sender);
}

/** Of the editions that somebody is to get. */
async function hasUntested(campaign: Campaign, ledger: Ledger): Promise<boolean> {
  const planned = await ledger.byEdition(campaign.number);
  const wanted = (await testedEditions(campaign, ledger)).filter((edition) =>
    planned.some(({ lang, variant, recipients }) => {
      const isOwn = variant === edition.variant || variant === '';
      return recipients > 0 && lang === edition.lang && isOwn;
    }),
  );
  return wanted.some(({ test }) => !test);
}

/**
 * The approvals that count for this sender, one of each person: by another user of the machine, or of the
 * database. The same user of another machine is mostly the same person.
 */
export function othersOf(approvals: readonly Approval[], sender: KnownPerson): Approval[] {
  const isOther = (one: KnownPerson, other: KnownPerson) =>
    one.user !== other.user || one.databaseUser !== other.databaseUser;
  return approvals
    .filter((one) => isOther(one, sender))
    .filter((one, at, all) => all.slice(0, at).every((before) => isOther(one, before)));
}

function untested(): OutcryError {
  return new OutcryError({
    code: 'test-required',
    what: 'Exactly this letter has not been sent as a test, and outcry.yaml asks for that (require: test). Nobody was mailed.',
    fix: 'Send it to yourself with --test, in each language and variant, and look at it; then send it.',
    exit: EXIT.usage,
  });
}

function unapproved(
  { envelope }: Campaign,
  wanted: number,
  found: number,
  { user }: KnownPerson,
): OutcryError {
  const opened = openEnvelope(envelope);
  const { appeal = 'APPEAL' } = opened;
  const people = wanted === 1 ? 'another person' : `${wanted} other people`;
  const so = found === 0 ? 'nobody else has' : `${found} ${found === 1 ? 'has' : 'have'} so far`;
  return new OutcryError({
    code: 'approval-required',
    what: `outcry.yaml asks for the approval of ${people} (require: approval), and ${so} approved of exactly this letter (${sealOf(opened).slice(0, 12)}). Nobody was mailed.`,
    fix: `Have a colleague, who is not ${user} here, look at it and run: outcry approve ${appeal}. What is changed afterwards in the letter, its sender or where its links lead asks for it anew.`,
    exit: EXIT.usage,
  });
}
