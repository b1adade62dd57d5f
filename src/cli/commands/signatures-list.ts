import { z } from 'zod';
import { EXIT } from '../../errors.ts';
import type { Ledger, Signature, SignaturePage } from '../../ledger/ledger.ts';
import type { SignatureNumber } from '../../terms.ts';
import type { RunCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { withContext } from '../open-context.ts';
import { coloursFor } from '../present-problems.ts';
import { commentLine, describeSignature, signatureJson } from '../present-signatures.ts';
import { flag, json, readOptions } from '../read-options.ts';
import { requirePetition } from '../require-petition.ts';

const shape = {
  ...json,
  comments: z.enum(['new', 'shown', 'hidden'], 'it is new, shown or hidden').optional(),
  invalid: flag,
  limit: z.coerce
    .number('it is a number of signatures')
    .int('it is a whole number of signatures')
    .min(1, 'it is at least 1')
    .default(50),
};

/** So many are held at once, however many are asked for. */
const PAGE = 500;

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, shape);
    const ledger = await context.ledger();
    const [petition] = args;
    if (petition !== undefined) await requirePetition(ledger, petition);
    const counts = await ledger.countComments(petition);
    const pages = readPages(ledger, { ...options, petition });
    if (options.json) await printJson(pages, counts, io);
    else await printList(pages, io, commentLine(counts));
    return EXIT.done;
  });

async function* readPages(
  ledger: Ledger,
  { petition, comments, invalid, limit }: SignaturePage,
): AsyncGenerator<readonly Signature[]> {
  let before: SignatureNumber | undefined;
  for (let left = limit; left > 0; left -= PAGE) {
    const page = await ledger.listSignatures({
      petition,
      comments,
      invalid,
      limit: Math.min(left, PAGE),
      before,
    });
    if (page.length === 0) return;
    yield page;
    before = page.at(-1)?.number;
  }
}

/** One document, page by page. */
async function printJson(
  pages: AsyncIterable<readonly Signature[]>,
  counts: object,
  io: Io,
): Promise<void> {
  io.out(`{"comments":${JSON.stringify(counts)},"signatures":[`);
  let comma = '';
  for await (const page of pages) {
    io.out(comma + page.map((one) => JSON.stringify(signatureJson(one))).join(',\n'));
    comma = ',';
    await io.drained?.();
  }
  io.out(']}');
}

async function printList(
  pages: AsyncIterable<readonly Signature[]>,
  io: Io,
  count: string,
): Promise<void> {
  const { dim } = coloursFor(io.isOutTerminal, io.env);
  for await (const page of pages) {
    for (const one of page) io.out(describeSignature(one));
    await io.drained?.();
  }
  io.out(dim(count));
}
