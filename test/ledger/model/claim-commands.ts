import { expect } from 'vitest';
import type { Batch, Ledger, Settlement } from '../../../src/ledger/ledger.ts';
import { type Claimed, claim, isUnmailed, settle } from './batches.ts';
import { command } from './command.ts';
import { type Flight, type Model, type ModelCampaign, pick, remember } from './model.ts';
import { isPaced } from './pace.ts';
import { enter, leaseOf, releaseSender, sweep } from './senders.ts';
import { outcomeOf, settlementOf, startAnew, type World } from './world.ts';

/** Sends it alone, or beside others. */
export const takeCommand = (by: number, which: number, shares: boolean) =>
  command({
    name: `${shares ? 'join' : 'take'} ${which} by ${by}`,
    check: (model) => model.campaigns.length > 0,
    async run(model, world) {
      const campaign = pick(model.campaigns, which);
      const actor = pick(model.actors, by);
      const ledger = pick(world.ledgers, by);
      if (!campaign || !actor || !ledger) return;
      const inTheWay = enter(model, actor, campaign, shares);
      const names = inTheWay.map(({ pid, host }) => `process ${pid} on host ${host}`);
      const call = shares ? ledger.joinSenders : ledger.takeSender;
      const taken = await call(campaign.number);
      expect(taken.taken, 'whether it may send').toBe(names.length === 0);
      if (!taken.taken) expect(names).toContain(taken.by.split(',')[0]);
    },
  });

export const sweepCommand = (by: number, which: number) =>
  command({
    name: `sweep ${which} by ${by}`,
    check: (model) => model.campaigns.length > 0,
    async run(model, world) {
      const campaign = pick(model.campaigns, which);
      const actor = pick(model.actors, by);
      if (!campaign || !actor) return;
      const lost = sweep(model, actor, campaign);
      expect(await pick(world.ledgers, by)?.sweepSenders(campaign.number), 'swept').toBe(lost);
    },
  });

export const releaseCommand = (by: number, which: number) =>
  command({
    name: `release ${which} by ${by}`,
    check: (model) => model.campaigns.length > 0,
    async run(model, world) {
      const campaign = pick(model.campaigns, which);
      const actor = pick(model.actors, by);
      if (!campaign || !actor) return;
      releaseSender(actor, campaign);
      await pick(world.ledgers, by)?.releaseSender(campaign.number);
    },
  });

/** One claim, or two lanes of one sender at the same moment. */
export const claimCommand = (wished: number, which: number, lanes: number) =>
  command({
    name: `claim ${which} by ${wished}${lanes > 1 ? `, ${lanes} lanes` : ''}`,
    check: (model) => model.campaigns.length > 0,
    async run(model, world) {
      const campaign = pick(model.campaigns, which);
      if (!campaign) return;
      const index = claimant(model, campaign, wished);
      const ledger = world.ledgers[index];
      if (!ledger) return;
      const actor = pick(model.actors, index);
      const shares = actor !== undefined && leaseOf(actor, campaign)?.shares === true;
      const calls = Array.from({ length: lanes }, () => claimReally(ledger, campaign, shares));
      const real = await Promise.all(calls.map(outcomeOf));
      for (const outcome of inTurn(real))
        meet(model, world, outcome, claim(model, index, campaign));
    },
  });

/** Mostly one that holds the campaign; who does not is to be told so. */
function claimant({ actors }: Model, campaign: ModelCampaign, wished: number): number {
  const holders = actors.flatMap((actor, index) => (leaseOf(actor, campaign) ? [index] : []));
  return wished % 8 > 0
    ? (pick(holders, wished) ?? wished % actors.length)
    : wished % actors.length;
}

async function claimReally(ledger: Ledger, campaign: ModelCampaign, shares: boolean) {
  if (shares || isPaced(campaign)) return ledger.claimAtPace(campaign.number);
  return { batch: await ledger.claimBatch(campaign.number) };
}

type Real = { value: Awaited<ReturnType<typeof claimReally>> } | { error: string };

/** Of those at the same moment, whoever has the lower batch came first, and whoever has none last. */
function inTurn(all: readonly Real[]): Real[] {
  const turnOf = (real: Real) =>
    'value' in real && 'batch' in real.value ? (real.value.batch?.number ?? Infinity) : Infinity;
  return [...all].sort((a, b) => Number(turnOf(a) > turnOf(b)) - Number(turnOf(a) < turnOf(b)));
}

function meet(model: Model, world: World, real: Real, expected: Claimed): void {
  const flight = 'flight' in expected ? expected.flight : undefined;
  expect(seen(real), 'what may be claimed').toEqual(
    flight ? { batch: flight.batch, people: flight.recipients.map(nameOf) } : expected,
  );
  if (!flight || !('value' in real) || !('batch' in real.value) || !real.value.batch) return;
  keepPromises(model, flight);
  model.flights.push(flight);
  world.held.set(flight, real.value.batch);
}

/** The promises themselves, apart from the model's own account: nobody twice, nobody who is suppressed. */
function keepPromises(model: Model, flight: Flight): void {
  for (const { email } of flight.recipients) {
    expect(model.mailed.has(`${flight.campaign}/${email}`), `${email} a second time`).toBe(false);
    expect(isUnmailed(model, email), `${email} is suppressed, or erased`).toBe(false);
  }
  for (const other of model.flights) {
    if (other.campaign !== flight.campaign || other.isGivenUp) continue;
    const both = other.recipients.filter((one) => flight.recipients.includes(one));
    expect(both.map(nameOf), 'in flight already').toEqual([]);
  }
}

function seen(real: Real) {
  if ('error' in real) return real;
  if (!('batch' in real.value)) return real.value;
  const { batch } = real.value;
  return batch ? { batch: batch.number, people: batch.recipients.map(nameOf) } : {};
}

function nameOf({ number, email }: Batch['recipients'][number] | Flight['recipients'][number]) {
  return `${number} ${email}`;
}

/** An answer comes to a claim, whatever has become of the campaign meanwhile. */
export const settleCommand = (which: number, wished: Settlement['state'], mask: number) =>
  command({
    name: `settle ${which} ${wished}${wished === 'divided' ? ` ${mask}` : ''}`,
    check: (model) => model.flights.length > 0,
    async run(model, world) {
      const flight = pick(model.flights, which);
      if (!flight) return;
      const settlement = settlementOf(possible(wished, flight), flight, mask);
      const batch = world.held.get(flight);
      const ledger = world.ledgers[flight.actor];
      if (!batch || !ledger) return;
      const error = settle(model, flight, settlement);
      const outcome = await outcomeOf(ledger.settleBatch(batch, settlement));
      expect(outcome, `settled ${settlement.state}`).toEqual(
        error ? { error } : { value: undefined },
      );
      land(model, flight, settlement);
    },
  });

/** What an event has shown to be taken was not refused; and one recipient cannot be divided. */
function possible(wished: Settlement['state'], { isTaken, recipients }: Flight) {
  if (isTaken) return wished === 'unknown' ? wished : 'accepted';
  return wished === 'divided' && recipients.length === 1 ? 'refused' : wished;
}

function land(model: Model, flight: Flight, { state }: Settlement): void {
  model.flights = model.flights.filter((other) => other !== flight);
  if (state !== 'accepted' && state !== 'unknown') return;
  if (flight.isGivenUp) model.landed.push(flight);
  else remember(model, flight);
}

/** A process dies, or the whole machine: nobody will ever settle what it has in flight. */
export const crashCommand = (by: number, isReboot: boolean) =>
  command({
    name: isReboot ? 'reboot' : `crash ${by}`,
    check: () => true,
    async run(model, world) {
      const isHit = (index: number) =>
        isReboot ? model.actors[index]?.host === 'desk' : index === by % model.actors.length;
      for (const [index, actor] of model.actors.entries()) {
        if (!isHit(index)) continue;
        if (isReboot) actor.bootedAt = model.now;
        await startAnew(world, model, index);
      }
      for (const flight of model.flights) if (isHit(flight.actor)) lose(model, flight);
      model.flights = model.flights.filter(({ actor }) => !isHit(actor));
    },
  });

function lose(model: Model, flight: Flight): void {
  if (flight.isGivenUp) model.landed.push(flight);
  else remember(model, flight);
}
