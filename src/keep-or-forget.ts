import { setTimeout as wait } from 'node:timers/promises';
import { OutcryError } from './errors.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { PendingDraft } from './ledger/pending-ledger.ts';
import type { PendingNumber } from './terms.ts';

const PAUSE_MS = 1000;
/** A database that is away for longer has lost what it was about to do. */
const TRIES = 600;

interface Keeper {
  readonly ledger: Pick<Ledger, 'keepPending' | 'forgetMailSince'>;
  readonly now: () => number;
}

/**
 * Keeps what was typed. If the connection to the ledger breaks on the way, nobody knows whether it was
 * kept, and with it that she has been mailed; she has not. So that is taken back as soon as it can be:
 * whoever sends the form again is mailed.
 */
export async function keepOrForget(
  { ledger, now }: Keeper,
  draft: PendingDraft,
): Promise<PendingNumber | undefined> {
  const since = now();
  try {
    return await ledger.keepPending(draft);
  } catch (error) {
    if (isLost(error)) void forgetOnceBack(ledger, draft, since);
    throw error;
  }
}

const isLost = (error: unknown) => error instanceof OutcryError && error.code === 'database-lost';

async function forgetOnceBack(
  ledger: Keeper['ledger'],
  draft: PendingDraft,
  since: number,
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      return await ledger.forgetMailSince(draft, since);
    } catch {
      await wait(PAUSE_MS, undefined, { ref: false });
    }
  }
}
