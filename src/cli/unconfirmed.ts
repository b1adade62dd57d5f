import { EXIT, OutcryError } from '../errors.ts';

/** For what must be confirmed where nobody can be asked. */
export function unconfirmed(outcome: string): OutcryError {
  return new OutcryError({
    code: 'unconfirmed',
    what: `There is no terminal to confirm this on. ${outcome}`,
    fix: 'Run it on a terminal, or add --yes if you are sure.',
    exit: EXIT.usage,
  });
}
