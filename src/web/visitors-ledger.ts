import type { Ledger } from '../ledger/ledger.ts';
import { createRateLimit } from './rate-limit.ts';
import { remember } from './remember.ts';

/** Whatever a page shows is at most so old, whichever server has changed it. */
const OLDEST_MS = 1000;

/** Counting takes at most this share of the time: a small petition is counted at each visit. */
const COUNTING_SHARE = 1 / 20;

const CAMPAIGNS = 20;
const PETITIONS = 1000;

/**
 * Of one recipient: a scanner that follows each of a hundred links several times is below it. Who
 * opens one link again and again still gets the page, but does not fill the disk.
 */
const CLICKS = { burst: 500, perMinute: 10, keep: 50_000 };
/** Of one person, to get letters again: each leaves a record of what was before. */
const RETURNS = { burst: 50, perMinute: 1, keep: 50_000 };

/**
 * The ledger as thousands of visitors a second ask it: what is the same for all of them is
 * remembered for a moment. A campaign is read with its letters, 100 KB and more, and the signatures
 * of a large petition take 25 ms a million to count.
 */
export function visitorsLedger(ledger: Ledger, elapsed: () => number): Ledger {
  const moment = { keepMs: () => OLDEST_MS, keep: CAMPAIGNS, elapsed };
  const counts = {
    keepMs: (tookMs: number) => Math.min(OLDEST_MS, tookMs / COUNTING_SHARE),
    keep: PETITIONS,
    elapsed,
  };
  const countSignatures = remember(ledger.countSignatures, counts);
  const decisionOn = remember(
    // Of most petitions there is none, which is worth remembering too.
    async (slug: string) => ({ decision: await ledger.petitionDecision(slug) }),
    { ...moment, keep: PETITIONS },
  );
  const waitToClick = createRateLimit({ ...CLICKS, now: elapsed });
  const waitToReturn = createRateLimit({ ...RETURNS, now: elapsed });
  /** Whoever has just signed sees herself counted. */
  const count = (petition: string, since: number) =>
    countSignatures.amend(petition, (known) => known + 1, since);
  return {
    ...ledger,
    campaignByNumber: remember(ledger.campaignByNumber, moment),
    campaignOfPetition: remember(ledger.campaignOfPetition, moment),
    countSignatures,
    petitionDecision: async (slug) => (await decisionOn(slug)).decision,
    async recordClick(click) {
      if (waitToClick(`recipient ${click.campaign}-${click.recipient}`) > 0) return;
      await ledger.recordClick(click);
    },
    async choose(draft) {
      const { email, choice, petition } = draft;
      // Leaving takes effect, however often.
      const isTooOften = choice !== 'none' && waitToReturn(email) > 0;
      return isTooOften ? ledger.choiceOf(email, petition) : ledger.choose(draft);
    },
    async recordSignature(signature) {
      const since = elapsed();
      const recorded = await ledger.recordSignature(signature);
      if (recorded.isNew) count(signature.petition, since);
      return recorded;
    },
    async confirmPending(...pending) {
      const since = elapsed();
      const confirmed = await ledger.confirmPending(...pending);
      if (confirmed?.isNew) count(confirmed.petition, since);
      return confirmed;
    },
  };
}
