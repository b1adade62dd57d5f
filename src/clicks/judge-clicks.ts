import type { ClickFacts, RecipientClicks } from './click-facts.ts';
import { isHead, isTrap, lookAround, RULES, type RuleName, type Verdict } from './rules.ts';
import { programsOf, runsOf } from './runs.ts';

export interface Judgement {
  readonly verdict: Verdict;
  /** What decided. */
  readonly rule: RuleName;
}

const NAMES = Object.keys(RULES) as (keyof typeof RULES)[];

/** Tells people from scanners, click by click, in their order. The same facts give the same answer. */
export function judgeClicks({ clicks, signedAt }: RecipientClicks): Judgement[] {
  const followedTrap = programsOf(clicks.filter(isTrap));
  const judged = runsOf(clicks).flatMap((run) => {
    const around = lookAround(run, followedTrap);
    return run.map((click): Judgement => {
      const rule = NAMES.find((name) => RULES[name].holds(click, around)) ?? 'no-sign';
      return { verdict: RULES[rule].verdict, rule };
    });
  });
  const signer = signedAt === undefined ? undefined : findSigner(clicks, judged, signedAt);
  if (signer !== undefined) judged[signer] = { verdict: 'human', rule: 'signed' };
  return judged;
}

const LIKELY: readonly Verdict[] = ['machine', 'unsure', 'human'];

/**
 * Only a person posts the form, so one visit of the sign link was hers, whatever her program calls
 * itself: the likeliest before her signature, and of those the last. Undefined if none is known.
 */
function findSigner(
  clicks: readonly ClickFacts[],
  judged: readonly Judgement[],
  signedAt: number,
): number | undefined {
  let signer: number | undefined;
  let best = -1;
  for (const [index, click] of clicks.entries()) {
    if (click.kind !== 'sign' || click.at > signedAt || isHead(click)) continue;
    const likelihood = LIKELY.indexOf(judged[index]?.verdict ?? 'machine');
    if (likelihood < best) continue;
    [signer, best] = [index, likelihood];
  }
  return signer;
}
