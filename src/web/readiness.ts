import { setTimeout as wait } from 'node:timers/promises';
import { EXIT, OutcryError } from '../errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { CampaignNumber } from '../terms.ts';
import type { Load } from './back-pressure.ts';

/** Load balancers wait for two seconds or more. */
const PATIENCE_MS = 1500;

/** Whether visitors can be served, as load balancers ask. */
export interface Readiness {
  /** Why no visitor should be sent here just now, if so; known within two seconds. */
  hindrance(): Promise<string | undefined>;
  /** What went wrong for a visitor. */
  note(error: unknown): void;
  /** From here on no visitor should be sent here. */
  stop(): void;
  readonly isStopping: () => boolean;
}

/**
 * Most ledgers that cannot be used cannot be read either. One whose disk is full, or that has become
 * read-only, can: so once a visitor has met a trouble of the ledger's, a write has to succeed first.
 */
export function createReadiness(ledger: Ledger, load: Pick<Load, 'isBusy'>): Readiness {
  let isStopping = false;
  let isInDoubt = false;
  let asking: Promise<string | undefined> | undefined;

  const ask = async () => {
    try {
      // Any small read will do.
      await ledger.campaignByNumber(0 as CampaignNumber);
    } catch {
      return 'the ledger cannot be read';
    }
    if (!isInDoubt) return undefined;
    try {
      await ledger.tryWriting();
      isInDoubt = false;
      return undefined;
    } catch {
      return 'the ledger cannot be written';
    }
  };
  /** However often it is asked for, the ledger is asked once at a time. */
  const askOnce = () => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
  return {
    async hindrance() {
      if (isStopping) return 'the web side is being stopped';
      if (load.isBusy()) return 'too many requests are under way';
      const late = wait(PATIENCE_MS, 'the ledger does not answer', { ref: false });
      return Promise.race([askOnce(), late]);
    },
    note(error) {
      if (isTroubleOfLedger(error)) isInDoubt = true;
    },
    stop() {
      isStopping = true;
    },
    isStopping: () => isStopping,
  };
}

/** What staff can mend, and visitors cannot. */
export function isTroubleOfLedger(error: unknown): boolean {
  return error instanceof OutcryError && error.exit === EXIT.environment;
}
