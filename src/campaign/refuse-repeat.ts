import { EXIT, OutcryError } from '../errors.ts';
import { formatCount } from '../format-count.ts';
import type { Campaign, EarlierSend, Ledger } from '../ledger/ledger.ts';
import { isTest } from './test-petition.ts';

/**
 * Why a campaign that is planned must not be sent: another one of exactly the same letter has mailed
 * people of this audience, or is still to mail them. Undefined if none has. Asked once the audience
 * is frozen, so that of two sends begun at once each sees the other.
 */
export async function repeatComplaint(
  campaign: Campaign,
  ledger: Ledger,
  /** Whether somebody will be shown what went before, and be asked. */
  { asks }: { readonly asks: boolean },
): Promise<OutcryError | undefined> {
  const sends = await earlierSendsOf(campaign, ledger);
  const unsent = sends.find(({ waiting }) => waiting > 0);
  if (unsent) return stillUnsent(unsent);
  const sent = sends.find(({ overlap }) => overlap > 0);
  return sent && !asks ? alreadySent(sent) : undefined;
}

/** The same for a campaign that stopped: what counts is what was begun after it. */
export async function overtakenComplaint(
  campaign: Campaign,
  ledger: Ledger,
): Promise<OutcryError | undefined> {
  const sends = await earlierSendsOf(campaign, ledger);
  const later = sends.find((one) => one.campaign.number > campaign.number && one.overlap > 0);
  return later && alreadySent(later);
}

/** Real sends of the same letter, the newest first; whoever gets a test has asked for it. */
export async function earlierSendsOf(campaign: Campaign, ledger: Ledger): Promise<EarlierSend[]> {
  if (isTest(campaign)) return [];
  return (await ledger.earlierSends(campaign.number)).filter((one) => !isTest(one.campaign));
}

function stillUnsent({ campaign: { name, state }, waiting }: EarlierSend): OutcryError {
  return new OutcryError({
    code: 'campaign-unsent',
    what: `Exactly this letter is planned already, as ${name} (${state}): ${people(waiting)} of this audience ${waiting === 1 ? 'is' : 'are'} still to get it from there. Nobody was mailed.`,
    fix: `Go on with: outcry resume ${name}. If they really are to get it a second time, add --again.`,
    exit: EXIT.usage,
  });
}

function alreadySent({ campaign, mailed, overlap }: EarlierSend): OutcryError {
  const { name, createdAt } = campaign;
  return new OutcryError({
    code: 'already-sent',
    what: `Exactly this letter went to ${people(mailed)} on ${new Date(createdAt).toISOString().slice(0, 10)}, as ${name}; ${formatCount(overlap)} of them ${overlap === 1 ? 'is' : 'are'} in this audience. Nobody was mailed.`,
    fix: 'If they really are to get it a second time, add --again.',
    exit: EXIT.usage,
  });
}

function people(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'person' : 'people'}`;
}
