import { EXIT, type ExitStatus } from '../errors.ts';
import type { Ledger, Signature } from '../ledger/ledger.ts';
import { mayBeShown } from '../signatures/agreed-to.ts';
import type { SignatureNumber } from '../terms.ts';
import type { Invocation } from './command.ts';
import { withContext } from './open-context.ts';
import { json, readOptions } from './read-options.ts';
import { missingSignature, readSignatureNumber } from './signature-number.ts';

type Decision = 'shown' | 'hidden';

/** Approves or hides the comments of the signatures that are named; all of them are there, or none changes. */
export function decideComments(invocation: Invocation, decision: Decision): Promise<ExitStatus> {
  return withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, json);
    const numbers = args.map(readSignatureNumber);
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
  hidden:
    'is hidden: no page shows the comment. It is still handed over; to keep it out of that too, redact it.',
};

function whyNot(one: Signature, decision: Decision): string | undefined {
  if (one.comment === '') return 'has no comment.';
  const act = one.invalidatedBy ?? one.redactedBy;
  if (act !== undefined && decision === 'shown') {
    return `is ${one.invalidatedBy === undefined ? 'redacted' : 'invalid'}; to take that back first: outcry signatures restore ${act}`;
  }
  if (decision === 'hidden' || mayBeShown(one)) return undefined;
  return 'is not shown: its signer has not agreed to it. Petitions ask for that with "consents: [news, show]".';
}

async function findAll(ledger: Ledger, numbers: readonly SignatureNumber[]): Promise<Signature[]> {
  const found: Signature[] = [];
  for (const number of new Set(numbers)) {
    const one = await ledger.signature(number);
    if (!one) throw missingSignature(`${number}`);
    found.push(one);
  }
  return found;
}
