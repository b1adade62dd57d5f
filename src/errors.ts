import type { Code } from './codes.ts';
import type { Place, Problem } from './problem.ts';

/** How a command ends (README: exit status). */
export const EXIT = {
  done: 0,
  /** Done, but something needs attention: a check found errors, recipients were refused. */
  attention: 1,
  usage: 2,
  /** Configuration or environment. */
  environment: 3,
  /** Stopped part-way, resumable. */
  stopped: 4,
} as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

interface Details {
  readonly code: Code;
  readonly what: string;
  readonly where?: Place | undefined;
  /** What to do, a full sentence. */
  readonly fix?: string | undefined;
  readonly exit?: ExitStatus;
  /** Every problem that was found, when there are several. */
  readonly problems?: readonly Problem[];
  readonly cause?: unknown;
}

/**
 * A failure that a person can mend, shown without a stack. Whatever else is thrown is a bug and
 * keeps its stack.
 */
export class OutcryError extends Error {
  override readonly name = 'OutcryError';
  readonly code: Code;
  readonly where: Place | undefined;
  readonly fix: string | undefined;
  readonly exit: ExitStatus;
  readonly problems: readonly Problem[];

  constructor({ code, what, where, fix, exit = EXIT.attention, problems, cause }: Details) {
    super(what, { cause });
    this.code = code;
    this.where = where;
    this.fix = fix;
    this.exit = exit;
    this.problems = problems ?? [{ severity: 'error', code, what, where, fix }];
  }
}

/** The system's error code (`ENOENT`, `EADDRINUSE` …) of anything thrown, if it has one. */
export function systemCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
