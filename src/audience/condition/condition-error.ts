import type { Code } from '../../codes.ts';
import { EXIT, OutcryError } from '../../errors.ts';

const HELP = 'A condition looks like: state = "NY" and (donor or last_gift >= 50)';
/** What is shown before and after the place. */
const AROUND = 30;

/** A mistake in a condition, with its place (from 1) in words and marked in the text. */
export function conditionError(
  source: string,
  at: number,
  what: string,
  fix = HELP,
  code: Code = 'where-syntax',
): OutcryError {
  return new OutcryError({
    code,
    what: `${what} (${excerpt(source, at)})`,
    where: { file: '--where', line: 1, column: at },
    fix,
    exit: EXIT.usage,
  });
}

/** `… and state ▸= NY` */
function excerpt(source: string, at: number): string {
  const text = source.replace(/\s/g, ' ');
  const before = text.slice(Math.max(0, at - 1 - AROUND), at - 1);
  const after = text.slice(at - 1, at - 1 + AROUND);
  const more = text.length > at - 1 + AROUND ? '…' : '';
  return `${at - 1 > AROUND ? '…' : ''}${before}▸${after}${more}`;
}
