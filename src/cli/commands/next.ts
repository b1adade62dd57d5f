import { existsSync } from 'node:fs';
import path from 'node:path';
import { EXIT, type ExitStatus } from '../../errors.ts';
import type { Invocation, RunCommand } from '../command.ts';
import { sayOut } from '../fit-lines.ts';
import { type Advice, advise, BEFORE_ALL } from '../next/advise.ts';
import { lookAround } from '../next/look-around.ts';
import { withContext } from '../open-context.ts';
import { json, readOptions } from '../read-options.ts';

/** What to do next in this workspace. */
export const run: RunCommand = async (invocation) => {
  const { io, options } = invocation;
  const folder = path.resolve(io.cwd, String(options.workspace ?? '.'));
  // Whoever names a folder means a workspace.
  if (options.workspace === undefined && !existsSync(path.join(folder, 'outcry.yaml'))) {
    return say([BEFORE_ALL], undefined, invocation);
  }
  return withContext(invocation, async (context) =>
    say(advise(await lookAround(context, io)), folder, invocation),
  );
};

function say(
  advice: readonly Advice[],
  workspace: string | undefined,
  invocation: Invocation,
): ExitStatus {
  const { io } = invocation;
  if (readOptions(invocation, json).json) {
    const next = advice.map(({ about, what, steps, isUrgent }) => ({
      about,
      what,
      urgent: isUrgent,
      steps: steps.map(({ words, command }) => ({ what: words, command: command ?? null })),
    }));
    io.out(JSON.stringify({ workspace: workspace ?? null, next }));
  } else {
    sayOut(`${advice.map(present).join('\n\n')}\n\nAll commands: outcry --help`, io);
  }
  const urgent = advice.filter(({ isUrgent }) => isUrgent);
  if (urgent.some(({ about }) => about === 'setting')) return EXIT.environment;
  return urgent.length > 0 ? EXIT.attention : EXIT.done;
}

function present({ what, steps }: Advice, index: number): string {
  const lines = steps.map(({ words, command }) =>
    command ? `   ${words}:\n     ${command}` : `   ${words}`,
  );
  return [`${index + 1}. ${what}`, ...lines].join('\n');
}
