import { expect } from 'vitest';
import type { EventDraft, SuppressionReason } from '../../../src/ledger/ledger.ts';
import { decide } from './batches.ts';
import { command } from './command.ts';
import { type Flight, type Model, pick } from './model.ts';
import { settleProven } from './senders.ts';
import { personOf, type World } from './world.ts';

const STRENGTH = { imported: 0, bounced: 1, manual: 1, unsubscribed: 2, complained: 2 } as const;

/** The first stays, unless a later one says more. True if the address was not suppressed before. */
function suppress(
  { suppressed, erased }: Model,
  email: EventDraft['email'],
  reason: SuppressionReason,
) {
  if (!email || erased.has(email)) return false;
  const before = suppressed.get(email);
  if (before === undefined || STRENGTH[reason] > STRENGTH[before]) suppressed.set(email, reason);
  return before === undefined;
}

export const suppressCommand = (by: number, who: number, reason: SuppressionReason) =>
  command({
    name: `suppress ${who} ${reason}`,
    check: () => true,
    async run(model, world) {
      const email = personOf(world, who);
      const isNew = suppress(model, email, reason);
      const ledger = pick(world.ledgers, by);
      expect(await ledger?.suppress(email, reason, undefined), 'newly suppressed').toBe(isNew);
    },
  });

export const unsuppressCommand = (by: number, who: number) =>
  command({
    name: `unsuppress ${who}`,
    check: () => true,
    async run(model, world) {
      const email = personOf(world, who);
      const wasErased = model.erased.delete(email);
      const was = model.suppressed.delete(email) || wasErased;
      expect(await pick(world.ledgers, by)?.unsuppress(email, 'she asked'), 'was so').toBe(was);
    },
  });

export const EVENTS = {
  processed: undefined,
  delivered: undefined,
  bounce: 'bounced',
  spamreport: 'complained',
} as const;

export interface Told {
  readonly flight: number;
  readonly recipient: number;
  readonly event: keyof typeof EVENTS;
  /** A late bounce may come without our own arguments. */
  readonly isBare: boolean;
}

/** Events, of what is in flight or was ever taken: late, twice, in any order. */
export const eventCommand = (by: number, told: readonly Told[]) =>
  command({
    name: `events ${told.map(({ event, flight, recipient }) => `${event} ${flight}/${recipient}`)}`,
    check: ({ flights, landed }) => flights.length + landed.length > 0,
    async run(model, world) {
      const possible = [...model.flights, ...model.landed];
      const events = told.flatMap((one) => {
        const flight = pick(possible, one.flight);
        return flight ? toEvent(world, flight, one) : [];
      });
      const count = record(model, events);
      expect(await pick(world.ledgers, by)?.recordEvents(events), 'new events').toBe(count);
    },
  });

function toEvent({ run }: World, flight: Flight, told: Told): EventDraft[] {
  const { event, isBare } = told;
  const one = pick(flight.recipients, told.recipient);
  if (!one) return [];
  flight.isTaken = true;
  const { campaign, batch } = flight;
  const name = [run, campaign, batch, flight.claim, one.number, event, isBare].join('-');
  const ours = isBare ? undefined : { campaign, batch, recipient: one.number };
  const none = { campaign: undefined, batch: undefined, recipient: undefined };
  const rest = { email: one.email, event, at: 1, suppress: EVENTS[event], raw: '{}' };
  return [{ identity: name, ...none, ...ours, ...rest }];
}

function record(model: Model, events: readonly EventDraft[]): number {
  let count = 0;
  for (const event of events) {
    const { campaign, batch, email, suppress: reason } = event;
    if (!keep(model, event)) continue;
    count += 1;
    if (reason) suppress(model, email, reason);
    if (batch !== undefined) model.proven.add(`${campaign}/${batch}`);
  }
  for (const campaign of model.campaigns) settleProven(model, campaign);
  return count;
}

/** False for an event that has come before, as far as that can be told. */
function keep({ events, eventsOfErased, erased }: Model, event: EventDraft): boolean {
  const { identity, campaign, batch, recipient, email, event: name } = event;
  const what = batch === undefined ? undefined : [campaign, batch, recipient, name].join(' ');
  const isErased = email !== undefined && erased.has(email);
  if (isErased ? eventsOfErased.has(what ?? '') : events.has(identity)) return false;
  if (!isErased) events.set(identity, { email, what });
  else if (what !== undefined) eventsOfErased.add(what);
  return true;
}

/** Staff decide about what is unknown: about all, or some. */
export const decideCommand = (
  by: number,
  which: number,
  decision: 'accepted' | 'planned',
  mask: number | undefined,
) =>
  command({
    name: `decide ${which} ${decision}${mask === undefined ? '' : ` ${mask}`}`,
    check: (model) => model.campaigns.length > 0,
    async run(model, world) {
      const campaign = pick(model.campaigns, which);
      if (!campaign) return;
      const chosen = campaign.batches.filter((_, index) => mask && (mask >> index) & 1);
      const numbers = mask === undefined ? undefined : chosen.map(({ number }) => number);
      const people = decide(model, campaign, decision, numbers);
      const ledger = pick(world.ledgers, by);
      expect(await ledger?.decideUnknown(campaign.number, decision, numbers), 'people').toBe(
        people,
      );
    },
  });
