import { z } from 'zod';
import { EXIT } from '../../errors.ts';
import type { Suppression } from '../../ledger/ledger.ts';
import type { RunCommand } from '../command.ts';
import { withContext } from '../open-context.ts';
import { describeSuppression, suppressionJson } from '../present-suppressions.ts';
import { readAddresses } from '../read-addresses.ts';
import { json, readOptions } from '../read-options.ts';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, { ...json, why: z.string().optional() });
    const emails = readAddresses(args, 'Nobody was suppressed.');
    const ledger = await context.ledger();
    const drafts = emails.map((email) => ({
      email,
      reason: 'manual' as const,
      detail: options.why,
    }));
    const { added, strengthened, known } = await ledger.suppressAll(drafts);
    const suppressions: Suppression[] = [];
    for (const email of emails) {
      const one = await ledger.findSuppression(email);
      if (one) suppressions.push(one);
      else io.err(`${email} was erased: nothing is mailed there, and nothing more is noted.`);
    }
    if (options.json) {
      const counts = { added: added.length, strengthened: strengthened.length, known };
      io.out(JSON.stringify({ ...counts, suppressions: suppressions.map(suppressionJson) }));
      return EXIT.done;
    }
    const changed = new Set([...added, ...strengthened]);
    for (const one of suppressions) {
      const isNew = changed.has(one.email);
      const words = isNew
        ? 'is suppressed now.'
        : `is suppressed already: ${describeSuppression(one)}.`;
      io.out(`${one.email} ${words}`);
    }
    if (changed.size > 0) io.out('No batch that leaves from now on goes to them.');
    return EXIT.done;
  });
