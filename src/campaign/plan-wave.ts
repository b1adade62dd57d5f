import type { TrialDraft } from '../ledger/trial-ledger.ts';
import type { Links } from '../links.ts';
import { openLots } from '../trial/draw-variant.ts';
import type { IsFirst } from './admit.ts';
import { type Editions, hashOf } from './editions.ts';
import { shareOf, type Wanted } from './plan-trial.ts';

/** A first wave: so many people, after whom the rest waits for so many milliseconds. */
export interface WaveWish {
  readonly people: number;
  readonly waitMs: number;
}

/**
 * Who is in the first wave: drawn by lot, for lists are sorted, often by mail domain, and their first
 * thousands are not like the rest. The lots are those of the trial: the same letter goes to the same
 * people first. Of a letter with variants, only who is in the trial can be, as the rest waits for it.
 */
export async function planWave(
  wish: WaveWish | undefined,
  { editions, wanted, links }: { editions: Editions; wanted: Wanted; links: Links },
  trial: TrialDraft | undefined,
): Promise<IsFirst> {
  if (!wish) return () => false;
  const share = await shareOf(wish.people, editions, wanted, links);
  const lotOf = openLots(hashOf(editions));
  return (email, variant) => lotOf(email).share < share && (!trial || variant !== '');
}
