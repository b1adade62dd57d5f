import { formatCount } from '../format-count.ts';
import type { Problem } from '../problem.ts';

export interface BoundedProblems {
  add(...problems: Problem[]): void;
  all(): Problem[];
}

/** Keeps the first `limit` warnings and counts the rest; errors are kept all. */
export function openBoundedProblems(limit: number): BoundedProblems {
  const kept: Problem[] = [];
  let more = 0;
  return {
    add(...problems) {
      for (const problem of problems) {
        if (problem.severity === 'error' || kept.length < limit) kept.push(problem);
        else more++;
      }
    },
    all: () => (more === 0 ? [...kept] : [...kept, andMore(more)]),
  };
}

function andMore(count: number): Problem {
  return {
    severity: 'warning',
    code: 'list-more-problems',
    what: `… and ${formatCount(count)} more.`,
    fix: 'Have all refused rows written to a file with --rejects FILE.',
  };
}
