import { EXIT, type ExitStatus } from '../errors.ts';
import { formatCount } from '../format-count.ts';
import type { Invocation } from './command.ts';
import { withContext } from './open-context.ts';
import { json, readOptions } from './read-options.ts';
import { requirePetition } from './require-petition.ts';

/** Closes a petition, or opens it again, whatever day its appeal names. */
export function decidePetition(
  invocation: Invocation,
  state: 'open' | 'closed',
): Promise<ExitStatus> {
  return withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, json);
    const ledger = await context.ledger();
    const { petition } = await requirePetition(ledger, args[0] ?? '');
    await ledger.decidePetition(petition.slug, state);
    const signatures = await ledger.countSignatures(petition.slug);
    if (options.json) io.out(JSON.stringify({ petition: petition.slug, state, signatures }));
    else
      io.out(
        `${petition.slug} ${WORDS[state]} It has ${formatCount(signatures)} of ${formatCount(petition.goal)} signatures.`,
      );
    return EXIT.done;
  });
}

const WORDS = {
  open: 'can be signed.',
  closed: 'is closed: its pages say so, and take no more signatures.',
} as const;
