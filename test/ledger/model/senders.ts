/** The model's senders: one a campaign, unless it is dead. */
import { type Actor, type Lease, type Model, type ModelCampaign, mailable } from './model.ts';

const SILENCE_MS = 60_000;
export const DIED = 'the sending process died before the answer came';
export const PROVEN = 'an event of one of its recipients proved that it was taken';

export function isHolder(actor: Actor, lease: Lease): boolean {
  const { pid, host, startedAt } = lease;
  return actor.pid === pid && actor.host === host && actor.startedAt === startedAt;
}

/** As `actor` sees it. Of the pids that the test uses, only its own parent's is running. */
export function isAlive({ now }: Model, actor: Actor, lease: Lease): boolean {
  if (isHolder(actor, lease)) return true;
  if (actor.host !== lease.host) return now - lease.heartbeat <= SILENCE_MS;
  const isOfEarlierBoot = lease.heartbeat < actor.bootedAt;
  return lease.pid === process.ppid && actor.pid !== lease.pid && !isOfEarlierBoot;
}

export function takeSender(model: Model, actor: Actor, campaign: ModelCampaign): boolean {
  const { lease } = campaign;
  if (lease && isAlive(model, actor, lease)) {
    if (isHolder(actor, lease)) lease.heartbeat = model.now;
    return isHolder(actor, lease);
  }
  campaign.lease = { ...actor, heartbeat: model.now };
  for (const batch of campaign.batches) {
    if (batch.state === 'sending') Object.assign(batch, { state: 'unknown', reason: DIED });
  }
  settleProven(model, campaign);
  return true;
}

export function releaseSender(actor: Actor, campaign: ModelCampaign): void {
  if (campaign.lease && isHolder(actor, campaign.lease)) campaign.lease = undefined;
}

export function isLost(actor: Actor, { lease }: ModelCampaign): boolean {
  return lease !== undefined && !isHolder(actor, lease);
}

export function isHeldBy(actor: Actor, { lease }: ModelCampaign): boolean {
  return lease !== undefined && isHolder(actor, lease);
}

export function renew({ now }: Model, actor: Actor, { lease }: ModelCampaign): void {
  if (lease && isHolder(actor, lease)) lease.heartbeat = now;
}

/** An event of a batch exists only if its request was taken, whatever is thought of it meanwhile. */
export function settleProven({ proven }: Model, campaign: ModelCampaign): void {
  for (const batch of campaign.batches) {
    const isOpen = batch.state === 'unknown' || (batch.state === 'planned' && batch.claims > 0);
    if (!isOpen || !proven.has(`${campaign.number}/${batch.number}`)) continue;
    Object.assign(batch, { state: 'accepted', reason: PROVEN });
  }
}

/** The promised sum: what is in flight will be settled while its sender lives, else nobody knows. */
export function tallyOf(model: Model, observer: Actor, campaign: ModelCampaign) {
  const { batches, skipped, lease } = campaign;
  const live = lease !== undefined && isAlive(model, observer, lease);
  const counts = { planned: 0, accepted: 0, refused: 0, unknown: 0, suppressed: 0 };
  let requests = 0;
  for (const batch of batches) {
    const people = mailable(batch).length;
    const inFlight = live ? 'planned' : 'unknown';
    counts[batch.state === 'sending' ? inFlight : batch.state] += people;
    counts.suppressed += batch.recipients.length - people;
    if (batch.state !== 'planned' && people > 0) requests += 1;
  }
  const recipients = batches.reduce((sum, batch) => sum + batch.recipients.length, 0);
  return { recipients, ...counts, batches: batches.length, requests, skipped };
}
