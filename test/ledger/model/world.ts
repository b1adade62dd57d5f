import type { Batch, Ledger, Settlement } from '../../../src/ledger/ledger.ts';
import type { Address } from '../../../src/terms.ts';
import { DEAD_PID, type Store } from '../ledgers.ts';
import type { Actor, Flight, Model } from './model.ts';

/** The real side: a store, the processes on it, and the batches that they hold. */
export interface World {
  readonly store: Store;
  readonly ledgers: Ledger[];
  /** Sets this sequence's people, letters and events apart from those of the ones before it. */
  readonly run: string;
  readonly held: Map<Flight, Batch>;
}

/** Two on one machine that look dead to each other, one there that lives, and one elsewhere. */
export function createActors(): Actor[] {
  const at = (pid: number, host = 'desk') => ({ pid, host, startedAt: 1, bootedAt: 0 });
  return [at(DEAD_PID), at(DEAD_PID + 1), at(process.ppid), at(DEAD_PID + 2, 'far')];
}

export function personOf({ run }: World, who: number): Address {
  return `p${who}.${run}@example.org` as Address;
}

/** A process dies with what it knew, and another one is started in its place. */
export async function startAnew(world: World, model: Model, index: number): Promise<void> {
  const actor = model.actors[index];
  if (!actor) return;
  actor.startedAt += 1;
  await world.ledgers[index]?.close();
  world.ledgers[index] = await world.store.open({ ...actor });
}

/** What came of a call: its value, or what kind of error it was. */
export async function outcomeOf<T>(call: Promise<T>): Promise<{ value: T } | { error: string }> {
  try {
    return { value: await call };
  } catch (error) {
    const { code } = error as { code?: string };
    return { error: code ?? 'bug' };
  }
}

export function settlementOf(
  how: Settlement['state'],
  { recipients }: Flight,
  mask: number,
): Settlement {
  if (how === 'accepted') return { state: how, messageId: 'm' };
  const reason = `${how}, it said`;
  if (how !== 'divided') return { state: how, reason };
  const suspects = recipients.filter((_, index) => (mask >> index) & 1);
  return { state: how, reason, suspects: suspects.map(({ number }) => number) };
}
