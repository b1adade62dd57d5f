import type { ClickFacts } from './click-facts.ts';
import { namesItselfMachine } from './names-itself-machine.ts';
import { countLinks, programsOf } from './runs.ts';

/**
 * To be raised with every change of what the rules answer: clicks that an older version judged are
 * then judged anew.
 */
export const RULES_VERSION = 1;

/** Who a click is taken for. */
export type Verdict = 'human' | 'machine' | 'unsure';

/** What the rules look at besides the click itself; the same for all clicks of a run. */
export interface Around {
  /** Different links in the run. */
  readonly links: number;
  readonly hasTrap: boolean;
  /** Whether the program of a click also asked by HEAD in the run. */
  readonly askedByHead: (click: ClickFacts) => boolean;
  /** Whether it followed the recipient's trap, at any time. */
  readonly followedTrap: (click: ClickFacts) => boolean;
}

/** Looks at the clicks of one recipient with at most two seconds from one to the next. */
export function lookAround(
  run: readonly ClickFacts[],
  followedTrap: Around['followedTrap'],
): Around {
  return {
    links: countLinks(run),
    hasTrap: run.some(isTrap),
    askedByHead: programsOf(run.filter(isHead)),
    followedTrap,
  };
}

interface Rule {
  readonly verdict: Verdict;
  holds(click: ClickFacts, around: Around): boolean;
}

/**
 * The evidence, what says most first; of each click the first rule that holds decides. Scanners often
 * pose as browsers, so what they do counts before what they call themselves. One more, `signed`, is
 * not found by looking at clicks alone: see `judgeClicks`.
 */
export const RULES = {
  // A person's browser fetches pages; it does not ask about them first.
  head: { verdict: 'machine', holds: (click, { askedByHead }) => askedByHead(click) },
  // Nobody had opened the page yet.
  prefetch: { verdict: 'machine', holds: ({ purpose }) => /prefetch|preview/i.test(purpose) },
  // No human sees that link.
  trap: {
    verdict: 'machine',
    holds: (click, { hasTrap, followedTrap }) => hasTrap || followedTrap(click),
  },
  'no-agent': { verdict: 'machine', holds: ({ userAgent }) => userAgent.trim() === '' },
  agent: { verdict: 'machine', holds: ({ userAgent }) => namesItselfMachine(userAgent) },
  // All links of the letter, one right after another.
  burst: { verdict: 'machine', holds: (_, { links }) => links > 2 },
  pair: { verdict: 'unsure', holds: (_, { links }) => links === 2 },
  // All browsers begin like this; so do scanners that pose as one.
  'no-browser': { verdict: 'unsure', holds: ({ userAgent }) => !/^Mozilla\//.test(userAgent) },
  'no-sign': { verdict: 'human', holds: () => true },
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleName = keyof typeof RULES | 'signed';

/** The verdict that comes with a rule. */
export function verdictOf(rule: RuleName): Verdict {
  return rule === 'signed' ? 'human' : RULES[rule].verdict;
}

export function isHead({ method }: Pick<ClickFacts, 'method'>): boolean {
  return method.toUpperCase() === 'HEAD';
}

export function isTrap({ kind }: ClickFacts): boolean {
  return kind === 'trap';
}
