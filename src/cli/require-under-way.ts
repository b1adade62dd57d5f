import { EXIT, OutcryError } from '../errors.ts';
import type { Campaign } from '../ledger/ledger.ts';

const WHY = {
  freezing: 'its list is still being read, or was when it stopped',
  done: 'nobody is left to mail',
  cancelled: 'it was cancelled',
} as const;

/** Throws an OutcryError for a campaign of which nothing can be held back. */
export function requireUnderWay({ name, state }: Campaign): void {
  if (state === 'ready' || state === 'sending' || state === 'paused') return;
  throw new OutcryError({
    code: 'campaign-not-under-way',
    what: `There is nothing of ${name} to hold back: ${WHY[state]}.`,
    fix: `See how it stands with: outcry status ${name}`,
    exit: EXIT.usage,
  });
}
