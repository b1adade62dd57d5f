import type { Code } from '../codes.ts';
import { OutcryError } from '../errors.ts';
import { isError, type Place, type Problem } from '../problem.ts';

/** What was found of one thing that was looked at. */
export interface Finding {
  /** Such as "DMARC". */
  readonly about: string;
  readonly state: 'ok' | 'warning' | 'error' | 'skipped';
  /** A sentence or more; where there are problems, they say it. */
  readonly what: string;
  /** Empty where all is well, and where nothing could be looked at. */
  readonly problems: readonly Problem[];
}

export function well(about: string, what: string): Finding {
  return { about, state: 'ok', what, problems: [] };
}

/** What could not be looked at, and why; that is no problem of its own. */
export function skipped(about: string, what: string): Finding {
  return { about, state: 'skipped', what, problems: [] };
}

/** With problems; without any, all is well. */
export function judge(about: string, problems: readonly Problem[], what: string): Finding {
  if (problems.length === 0) return well(about, what);
  const state = problems.some(isError) ? 'error' : 'warning';
  return { about, state, what: problems.map((problem) => problem.what).join(' '), problems };
}

/** What other parts of Outcry throw for a person to mend is a finding here. */
export async function heed(
  about: string,
  look: () => Finding | Promise<Finding>,
): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof OutcryError) return judge(about, error.problems, error.message);
    throw error;
  }
}

export function error(code: Code, what: string, fix: string, where?: Place): Problem {
  return { severity: 'error', code, what, fix, where };
}

export function warning(code: Code, what: string, fix: string, where?: Place): Problem {
  return { severity: 'warning', code, what, fix, where };
}
