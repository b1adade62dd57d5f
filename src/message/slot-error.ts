import type { Code } from '../codes.ts';
import type { Place } from '../problem.ts';

/** A refusal of something that cannot be a slot; `at` is the place of its tag. */
export class SlotError extends Error {
  override readonly name = 'SlotError';
  readonly code: Code;
  readonly at: Place | undefined;
  readonly fix: string;
  constructor(code: Code, what: string, at: SlotError['at'], fix: string) {
    super(what);
    this.code = code;
    this.at = at;
    this.fix = fix;
  }
}
