import { EXIT, type ExitStatus, OutcryError } from '../errors.ts';
import type { Ledger, Signature } from '../ledger/ledger.ts';
import type { SignatureNumber } from '../terms.ts';
import type { Invocation } from './command.ts';
import { withContext } from './open-context.ts';
import { mayBeShown } from './present-signatures.ts';
import { json, readOptions } from './read-options.ts';

type Decision = 'shown' | 'hidden';

/** Approves or hides the comments of the signatures that are named; all of them are there, or none changes. */
export function decideComments(invocation: Invocation, decision: Decision): Promise<ExitStatus> {
  return withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, json);
    const numbers = args.map(numberOf);
    const ledger = await context.ledger();
    const found = await findAll(ledger, numbers);
    const decided = found.filter((one) => whyNot(one, decision) === undefined);
    for (const { number } of decided) await ledger.decideComment(number, decision);
    const refused = found.flatMap((one) => {
      const why = whyNot(one, decision);
      return why === undefined ? [] : [{ number: one.number, why }];
    });
    if (options.json) {
      io.out(JSON.stringify({ [decision]: decided.map(({ number }) => number), refused }));
    } else {
      for (const { number } of decided) io.out(`${number} ${DONE[decision]}`);
      for (const { number, why } of refused) io.err(`${number} ${why}`);
    }
    return refused.length > 0 ? EXIT.attention : EXIT.done;
  });
}

const DONE: Readonly<Record<Decision, string>> = {
  shown: 'is approved: the page of the petition shows the comment among the newest.',
  hidden: 'is hidden: no page shows the comment.',
};

function whyNot(one: Signature, decision: Decision): string | undefined {
  if (one.comment === '') return 'has no comment.';
  if (decision === 'hidden' || mayBeShown(one)) return undefined;
  return 'is not shown: its signer has not agreed to it. Petitions ask for that with "consents: [news, show]".';
}

function numberOf(typed: string): SignatureNumber {
  if (/^[1-9]\d{0,14}$/.test(typed)) return Number(typed) as SignatureNumber;
  throw new OutcryError({
    code: 'usage',
    what: `"${typed}" is no number of a signature. Nothing was changed.`,
    fix: 'See the numbers with: outcry signatures list --comments new',
    exit: EXIT.usage,
  });
}

async function findAll(ledger: Ledger, numbers: readonly SignatureNumber[]): Promise<Signature[]> {
  const found: Signature[] = [];
  for (const number of new Set(numbers)) {
    const one = await ledger.signature(number);
    if (!one) throw missing(number);
    found.push(one);
  }
  return found;
}

function missing(number: SignatureNumber): OutcryError {
  return new OutcryError({
    code: 'signature-missing',
    what: `There is no signature ${number}. Nothing was changed.`,
    fix: 'See the numbers with: outcry signatures list --comments new',
    exit: EXIT.usage,
  });
}
