import { EXIT, OutcryError } from '../../errors.ts';
import type { Invocation, RunCommand } from '../command.ts';
import { type Candidate, complete } from '../completion/complete.ts';
import { createFinder } from '../completion/find-values.ts';
import { forBash } from '../completion/for-bash.ts';
import { SCRIPTS, SHELLS, type Shell } from '../completion/scripts.ts';

/** Without words of a line, the script for a shell; with them, what the last one can become. */
export const run: RunCommand = async ({ io, args, options, commands }) => {
  const shell = SHELLS.find((one) => one === args[0]);
  if (!shell) throw unknownShell(args[0] ?? '');
  if (args.length === 1) {
    io.out(options.json ? JSON.stringify({ shell, script: SCRIPTS[shell] }) : SCRIPTS[shell]);
    return EXIT.done;
  }
  const candidates = await candidatesFor(shell, args.slice(1), { io, commands });
  if (options.json) io.out(JSON.stringify(candidates));
  else if (candidates.length > 0) io.out(candidates.map((one) => lineOf(one, shell)).join('\n'));
  return EXIT.done;
};

/** Whoever presses Tab wants no complaint about a workspace that cannot be read. */
async function candidatesFor(
  shell: Shell,
  words: readonly string[],
  { io, commands }: Pick<Invocation, 'io' | 'commands'>,
): Promise<readonly Candidate[]> {
  const { read, write } = shell === 'bash' ? forBash(words) : { read: words, write: same };
  try {
    const found = await complete(read, commands, createFinder(io));
    return found.map(({ value, ...one }) => ({ ...one, value: write(value) }));
  } catch {
    return [];
  }
}

function same(value: string): string {
  return value;
}

function lineOf({ value, about }: Candidate, shell: Shell): string {
  return shell !== 'bash' && about ? `${value}\t${about}` : value;
}

function unknownShell(name: string): OutcryError {
  return new OutcryError({
    code: 'usage',
    what: `There is no completion for "${name}".`,
    fix: `It is there for ${SHELLS.slice(0, -1).join(', ')} and ${SHELLS.at(-1)}.`,
    exit: EXIT.usage,
  });
}
