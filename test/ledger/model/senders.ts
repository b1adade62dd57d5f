/** The model's senders: one alone, or several beside each other; the dead are swept by whoever comes. */
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

export function leaseOf(actor: Actor, { leases }: ModelCampaign): Lease | undefined {
  return leases.find((lease) => isHolder(actor, lease));
}

/** Gives those in the way, of whom one is named; none if the actor sends from here on. */
export function enter(
  model: Model,
  actor: Actor,
  campaign: ModelCampaign,
  shares: boolean,
): readonly Lease[] {
  const own = leaseOf(actor, campaign);
  if (own) own.heartbeat = model.now;
  if (own) return [];
  const alive = campaign.leases.filter((lease) => isAlive(model, actor, lease));
  const inTheWay = alive.filter((lease) => !shares || !lease.shares);
  if (inTheWay.length > 0) return inTheWay;
  sweep(model, actor, campaign);
  campaign.leases.push({ ...actor, heartbeat: model.now, shares });
  return [];
}

/** Gives how many batches nobody will settle any more. */
export function sweep(model: Model, actor: Actor, campaign: ModelCampaign): number {
  campaign.leases = campaign.leases.filter((lease) => isAlive(model, actor, lease));
  const lost = campaign.batches.filter(({ state, lease }) => {
    return state === 'sending' && !(lease && campaign.leases.includes(lease));
  });
  for (const batch of lost) Object.assign(batch, { state: 'unknown', reason: DIED });
  settleProven(model, campaign);
  return lost.length;
}

export function releaseSender(actor: Actor, campaign: ModelCampaign): void {
  campaign.leases = campaign.leases.filter((lease) => !isHolder(actor, lease));
}

export function isLost(actor: Actor, campaign: ModelCampaign): boolean {
  return campaign.leases.length > 0 && !leaseOf(actor, campaign);
}

export function renew({ now }: Model, actor: Actor, campaign: ModelCampaign): void {
  const own = leaseOf(actor, campaign);
  if (own) own.heartbeat = now;
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
  const { batches, skipped, leases } = campaign;
  const living = leases.filter((lease) => isAlive(model, observer, lease));
  const counts = { planned: 0, accepted: 0, refused: 0, unknown: 0, suppressed: 0 };
  let requests = 0;
  for (const batch of batches) {
    const people = mailable(batch).length;
    const inFlight = batch.lease && living.includes(batch.lease) ? 'planned' : 'unknown';
    counts[batch.state === 'sending' ? inFlight : batch.state] += people;
    counts.suppressed += batch.recipients.length - people;
    if (batch.state !== 'planned' && people > 0) requests += 1;
  }
  const recipients = batches.reduce((sum, batch) => sum + batch.recipients.length, 0);
  return { recipients, ...counts, batches: batches.length, requests, skipped };
}
