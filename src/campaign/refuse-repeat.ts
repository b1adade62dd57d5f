import { EXIT, OutcryError } from '../errors.ts';
import { formatCount } from '../format-count.ts';
import type { Campaign, EarlierSend, Ledger } from '../ledger/ledger.ts';
import { type NearSend, nearSendsOf } from './near-sends.ts';
import { isTest } from './test-petition.ts';

/**
 * Why a campaign that is planned must not be sent: another one of exactly or nearly the same letter
 * has mailed people of this audience, or is still to mail them. Undefined if none has. Asked once the
 * audience is frozen, so that of two sends begun at once each sees the other.
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
  if (asks) return undefined;
  const all = sends.filter(({ overlap }) => overlap > 0);
  const [sent] = all;
  if (sent) {
    const names = all.map(({ campaign: { name } }) => name).join(' ');
    return alreadySent(sent, `To mail only the others, add --exclude ${names}. ${AGAIN}`);
  }
  const near = await nearSendsOf(campaign, ledger);
  const worst = near.find(({ overlap }) => overlap > 0) ?? near[0];
  return worst && nearlySent(worst);
}

/** The same for a campaign that stopped: what counts is what was begun after it. */
export async function overtakenComplaint(
  campaign: Campaign,
  ledger: Ledger,
): Promise<OutcryError | undefined> {
  const isLater = (one: EarlierSend) => one.campaign.number > campaign.number && one.overlap > 0;
  const same = (await earlierSendsOf(campaign, ledger)).find(isLater);
  if (same) return alreadySent(same, AGAIN);
  const near = (await nearSendsOf(campaign, ledger)).find(isLater);
  return near && overtaken(campaign, near);
}

const AGAIN = 'If they really are to get it a second time, add --again.';

/** Real sends of the same letter, the newest first; whoever gets a test has asked for it. */
export async function earlierSendsOf(campaign: Campaign, ledger: Ledger): Promise<EarlierSend[]> {
  if (isTest(campaign)) return [];
  return (await ledger.earlierSends(campaign.number)).filter((one) => !isTest(one.campaign));
}

function stillUnsent({ campaign: { name, state }, waiting }: EarlierSend): OutcryError {
  return new OutcryError({
    code: 'campaign-unsent',
    what: `Exactly this letter is planned already, as ${name} (${state}): ${people(waiting)} of this audience ${are(waiting)} still to get it from there. Nobody was mailed.`,
    fix: `Go on with: outcry resume ${name}. If they really are to get it a second time, add --again.`,
    exit: EXIT.usage,
  });
}

function alreadySent({ campaign, mailed, overlap }: EarlierSend, fix: string): OutcryError {
  const { name, createdAt } = campaign;
  return new OutcryError({
    code: 'already-sent',
    what: `Exactly this letter went to ${people(mailed)} on ${dayOf(createdAt)}, as ${name}; ${formatCount(overlap)} of them ${are(overlap)} in this audience. Nobody was mailed.`,
    fix,
    exit: EXIT.usage,
  });
}

/** Whoever mends a word and starts anew writes to those who had the letter before it was mended. */
function nearlySent({ campaign, mailed, overlap, waiting }: NearSend): OutcryError {
  const { name, state, createdAt } = campaign;
  const rest =
    waiting > 0
      ? ` Campaign ${name} (${state}) is also still to mail ${people(waiting)} of this audience: if it is not to be sent any more, run: outcry cancel ${name}`
      : '';
  return new OutcryError({
    code: 'nearly-sent',
    what:
      overlap > 0
        ? `Nearly this letter went to ${people(mailed)} on ${dayOf(createdAt)}, as ${name}; ${formatCount(overlap)} of them ${are(overlap)} in this audience. Nobody was mailed.`
        : `Nearly this letter is planned already, as ${name} (${state}): ${people(waiting)} of this audience ${are(waiting)} still to get it from there. Nobody was mailed.`,
    fix:
      overlap > 0
        ? `To mail only the rest, add --exclude ${name}; to mail this letter to all of them, --again.${rest}`
        : `If that one is not to be sent any more, run: outcry cancel ${name}. If they are to get both, add --again.`,
    exit: EXIT.usage,
  });
}

function overtaken(
  campaign: Campaign,
  { campaign: { name, createdAt }, overlap }: NearSend,
): OutcryError {
  return new OutcryError({
    code: 'nearly-sent',
    what: `Nearly this letter has gone meanwhile, as ${name} of ${dayOf(createdAt)}, to ${people(overlap)} whom ${campaign.name} is still to mail. Nobody was mailed now.`,
    fix: `If they are not to get both, end this one with: outcry cancel ${campaign.name}. If they are, add --again.`,
    exit: EXIT.usage,
  });
}

/** `2026-11-24`, in UTC as campaigns are named. */
function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}

function people(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'person' : 'people'}`;
}
