import type { RuleName } from './rules.ts';

/** Clicks by who they are taken for; `all` is the sum of the three, and so are the rules that decided. */
export interface ClickCounts {
  readonly all: number;
  readonly human: number;
  readonly machine: number;
  readonly unsure: number;
  readonly rules: Readonly<Partial<Record<RuleName, number>>>;
}

export const NO_CLICKS: ClickCounts = { all: 0, human: 0, machine: 0, unsure: 0, rules: {} };

export function addClicks(one: ClickCounts, other: ClickCounts): ClickCounts {
  const rules = { ...one.rules };
  for (const [rule, count] of Object.entries(other.rules) as [RuleName, number][]) {
    rules[rule] = (rules[rule] ?? 0) + count;
  }
  return {
    all: one.all + other.all,
    human: one.human + other.human,
    machine: one.machine + other.machine,
    unsure: one.unsure + other.unsure,
    rules,
  };
}
