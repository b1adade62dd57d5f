import type { Trial, VariantFigures, Winner } from '../ledger/trial-ledger.ts';
import { type Posterior, posteriorsOf } from './posterior.ts';

/** How a variant does in its trial. */
export interface Standing extends VariantFigures, Posterior {
  /** Signatures of those mailed; 0 while nobody was. */
  readonly rate: number;
}

/** Luck of the first minutes decides nothing: whoever looks often sees every streak. */
export const GUARDS = { signatures: 20, ms: 30 * 60_000 };

/** A trial that no deadline was given waits so long for its probability, and then asks. */
const PATIENCE_MS = 24 * 3_600_000;

/** What follows from the standing of a trial that was sent. */
export type Judgement =
  | { readonly kind: 'winner'; readonly winner: Omit<Winner, 'at'> }
  /** Nothing is decided yet; something is at `until` at the latest (milliseconds since 1970). */
  | { readonly kind: 'wait'; readonly until: number }
  /** A person is to say. */
  | { readonly kind: 'ask'; readonly why: 'no rule' | 'no signatures' | 'not sure' };

/** How the variants stand, in their own order. */
export function standingsOf(figures: readonly VariantFigures[]): Standing[] {
  const posteriors = posteriorsOf(
    figures.map(({ accepted, signatures }) => ({ mailed: accepted, signatures })),
  );
  return figures.flatMap((one, index) => {
    const posterior = posteriors[index];
    const rate = one.accepted === 0 ? 0 : one.signatures / one.accepted;
    return posterior ? [{ ...one, ...posterior, rate }] : [];
  });
}

/** The one that is best with the highest probability; of equal ones the first. */
export function leaderOf(standings: readonly Standing[]): Standing | undefined {
  return standings.reduce<Standing | undefined>(
    (leader, one) => (leader && leader.best >= one.best ? leader : one),
    undefined,
  );
}

/**
 * Whether a trial decides itself: once a variant is the best with the probability that was asked for,
 * though neither before half an hour nor before twenty signatures; or, when the deadline has come,
 * for the one with the smallest expected loss. `sentAt` is when the last of its mail left.
 */
export function judgeTrial(
  { rule: { probability, ...rule } }: Pick<Trial, 'rule'>,
  standings: readonly Standing[],
  { sentAt, now }: { readonly sentAt: number; readonly now: number },
): Judgement {
  const deadline = rule.until ?? (rule.afterMs === undefined ? undefined : sentAt + rule.afterMs);
  const leader = leaderOf(standings);
  if (!leader || (probability === undefined && deadline === undefined)) {
    return { kind: 'ask', why: 'no rule' };
  }
  const signatures = standings.reduce((sum, one) => sum + one.signatures, 0);
  const isRipe = signatures >= GUARDS.signatures && now - sentAt >= GUARDS.ms;
  if (probability !== undefined && isRipe && leader.best >= probability) {
    return won(leader, 'probability');
  }
  const until = deadline ?? sentAt + PATIENCE_MS;
  if (now < until) return { kind: 'wait', until };
  if (deadline === undefined) return { kind: 'ask', why: 'not sure' };
  return signatures === 0
    ? { kind: 'ask', why: 'no signatures' }
    : won(leastLoss(leader, standings), 'deadline');
}

function leastLoss(first: Standing, standings: readonly Standing[]): Standing {
  return standings.reduce((least, one) => (one.loss < least.loss ? one : least), first);
}

function won({ variant, best }: Standing, how: Winner['how']): Judgement {
  return { kind: 'winner', winner: { variant, how, probability: best } };
}
