import type { Campaign } from '../ledger/ledger.ts';
import type { PaceTools } from './keep-pace.ts';
import { figuresOf } from './watch-over.ts';

/** If nobody is heard of after so long, of so many, the guard does not know what happens. */
const DEAF = { afterMs: 5 * 60_000, people: 500 };

/** Tells, once, if SendGrid's events do not come. It is to be called again and again. */
export function createListener(
  campaign: Pick<Campaign, 'number'>,
  { ledger, now, tell }: Pick<PaceTools, 'ledger' | 'now' | 'tell'>,
): () => Promise<void> {
  const began = now();
  let isKnown = false;
  return async () => {
    if (isKnown || now() - began < DEAF.afterMs) return;
    const { accepted, heard } = await figuresOf(campaign, { ledger });
    isKnown = true;
    if (accepted >= DEAF.people && heard === 0) tell?.({ type: 'deaf' });
  };
}
