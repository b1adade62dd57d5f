import { EXIT, OutcryError } from '../errors.ts';
import type { SignatureNumber } from '../terms.ts';

const FIX = 'See the numbers with: outcry signatures list --comments new';

/** The number of a signature, as typed. Throws an OutcryError (exit 2) for what is none. */
export function readSignatureNumber(typed: string): SignatureNumber {
  if (/^[1-9]\d{0,14}$/.test(typed)) return Number(typed) as SignatureNumber;
  throw new OutcryError({
    code: 'usage',
    what: `"${typed}" is no number of a signature. Nothing was changed.`,
    fix: FIX,
    exit: EXIT.usage,
  });
}

export function missingSignature(what: string): OutcryError {
  return new OutcryError({
    code: 'signature-missing',
    what: `There is no signature ${what}. Nothing was changed.`,
    fix: FIX,
    exit: EXIT.usage,
  });
}
