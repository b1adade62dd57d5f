/** The model's batches: claimed, settled, divided, decided about, proven. */
import type { Settlement, Supporter } from '../../../src/ledger/ledger.ts';
import type { Address, BatchNumber, RecipientNumber } from '../../../src/terms.ts';
import {
  batchOf,
  type Flight,
  type Model,
  type ModelBatch,
  type ModelCampaign,
  mailable,
} from './model.ts';
import { giveBack, type Hold, isPaced, leave } from './pace.ts';
import { isLost, leaseOf, renew, settleProven } from './senders.ts';

/** Numbers in the order of the list, a language a batch, doubles and suppressed addresses left out. */
export function freeze(
  model: Model,
  campaign: ModelCampaign,
  supporters: readonly Supporter[],
  invalid: number,
  batchSize: number,
): void {
  const seen = new Set<Address>();
  const open = new Map<string, ModelBatch>();
  campaign.skipped.invalid = invalid;
  for (const { email, lang = 'en' } of supporters) {
    if (isUnmailed(model, email)) campaign.skipped.suppressed += 1;
    else if (seen.has(email)) campaign.skipped.duplicate += 1;
    else {
      seen.add(email);
      const batch = open.get(lang) ?? addBatch(campaign, lang, []);
      const number = seen.size as RecipientNumber;
      batch.recipients.push({ number, email, lang, isLeftOut: false, isErased: false });
      if (batch.recipients.length < batchSize) open.set(lang, batch);
      else open.delete(lang);
    }
  }
  campaign.state = 'ready';
}

function addBatch(
  campaign: ModelCampaign,
  lang: string,
  recipients: ModelBatch['recipients'],
): ModelBatch {
  const number = (campaign.batches.length + 1) as BatchNumber;
  const rest = { state: 'planned' as const, reason: '', claims: 0, claimedAt: 0, lease: undefined };
  const batch = { number, lang, recipients, ...rest };
  campaign.batches.push(batch);
  return batch;
}

export type Claimed = { readonly error: 'sender-lost' } | Hold | { readonly flight?: Flight };

/** Claims the next planned batch for an actor, if state, time and pace let it leave. */
export function claim(model: Model, index: number, campaign: ModelCampaign): Claimed {
  const actor = model.actors[index];
  if (!actor || !mayClaim(model, campaign)) return {};
  if (isLost(actor, campaign)) return { error: 'sender-lost' };
  campaign.state = 'sending';
  campaign.isWaiting = false;
  renew(model, actor, campaign);
  const lease = leaseOf(actor, campaign);
  if (lease?.shares && isFirstUnderWay(campaign)) return { waitMs: 250, reason: 'first' };
  for (const batch of campaign.batches) {
    if (batch.state !== 'planned') continue;
    leaveOut(model, batch);
    const recipients = mailable(batch);
    if (recipients.length === 0) {
      batch.state = 'accepted';
      continue;
    }
    const hold = isPaced(campaign) ? leave(model, campaign, recipients.length) : undefined;
    if (hold) return hold;
    batch.claims += 1;
    Object.assign(batch, { state: 'sending', reason: '', claimedAt: model.now, lease });
    const { number, claims } = batch;
    const flight = { actor: index, campaign: campaign.number, batch: number, claim: claims };
    return { flight: { ...flight, recipients, isTaken: false, isGivenUp: false } };
  }
  return {};
}

/** Until something was accepted, what is wrong with the letter is to show in one batch alone. */
function isFirstUnderWay({ batches }: ModelCampaign): boolean {
  const isIn = (wanted: string) =>
    batches.some((batch) => batch.state === wanted && mailable(batch).length > 0);
  return isIn('sending') && !isIn('accepted');
}

function mayClaim({ now }: Model, { state, isWaiting, startsAt = 0 }: ModelCampaign): boolean {
  return state === 'sending' || (state === 'ready' && (!isWaiting || now >= startsAt));
}

function leaveOut(model: Model, { recipients }: ModelBatch): void {
  for (const one of recipients) one.isLeftOut ||= one.isErased || isUnmailed(model, one.email);
}

export function isUnmailed({ suppressed, erased }: Model, email: Address): boolean {
  return suppressed.has(email) || erased.has(email);
}

/** Gives the error that is to come, if it cannot be. */
export function settle(
  model: Model,
  flight: Flight,
  settlement: Settlement,
): 'sender-lost' | 'bug' | undefined {
  const campaign = model.campaigns.find(({ number }) => number === flight.campaign);
  const actor = model.actors[flight.actor];
  const batch = batchOf(campaign, flight.batch);
  if (!campaign || !actor || !batch) return 'bug';
  const isOwn = batch.claims === flight.claim;
  const turnsOut = batch.state === 'unknown' && settlement.state === 'accepted';
  const may = batch.state === 'sending' || turnsOut;
  if (!isOwn || !may) return leaseOf(actor, campaign) ? 'bug' : 'sender-lost';
  record(campaign, batch, flight, settlement);
  renew(model, actor, campaign);
  if (settlement.state !== 'accepted') settleProven(model, campaign);
  return undefined;
}

function record(
  campaign: ModelCampaign,
  batch: ModelBatch,
  flight: Flight,
  settlement: Settlement,
): void {
  const { state } = settlement;
  batch.state = state === 'notTaken' || state === 'divided' ? 'planned' : state;
  batch.reason = settlement.state === 'accepted' ? '' : settlement.reason;
  if (batch.state === 'planned' || state === 'refused')
    giveBack(campaign, batch, flight.recipients.length);
  if (settlement.state === 'divided') divide(campaign, batch, flight, settlement.suspects);
}

/** The suspects, if they are some and not all, or else the second half, become a batch of their own. */
function divide(
  campaign: ModelCampaign,
  batch: ModelBatch,
  { recipients }: Flight,
  suspects: readonly RecipientNumber[],
): void {
  const half = recipients.slice(Math.ceil(recipients.length / 2));
  const suspected = recipients.filter(({ number }) => suspects.includes(number));
  const isTelling = suspected.length > 0 && suspected.length < recipients.length;
  const moving = isTelling ? suspected : half;
  batch.recipients = batch.recipients.filter((one) => !moving.includes(one));
  addBatch(campaign, batch.lang, moving);
}

/** What staff say of unknown batches; gives how many people that were. */
export function decide(
  model: Model,
  campaign: ModelCampaign,
  decision: 'accepted' | 'planned',
  numbers: readonly BatchNumber[] | undefined,
): number {
  let people = 0;
  for (const batch of campaign.batches) {
    if (batch.state !== 'unknown' || (numbers && !numbers.includes(batch.number))) continue;
    batch.state = decision;
    people += mailable(batch).length;
    if (decision === 'accepted') continue;
    giveUp(model, campaign, batch);
    if (campaign.state === 'done') campaign.state = 'paused';
  }
  return people;
}

/** They may be mailed twice from here on, as staff know. */
function giveUp(model: Model, campaign: ModelCampaign, batch: ModelBatch): void {
  for (const { email } of mailable(batch)) model.mailed.delete(`${campaign.number}/${email}`);
  for (const flight of model.flights) {
    if (flight.campaign === campaign.number && flight.batch === batch.number)
      flight.isGivenUp = true;
  }
}
