import { z } from 'zod';
import { checkRows } from '../../campaign/check-rows.ts';
import { loadLetter } from '../../campaign/load-letter.ts';
import { senderOf } from '../../campaign/senders.ts';
import { EXIT, OutcryError } from '../../errors.ts';
import { createLinks } from '../../links.ts';
import { isError, type Problem, sortProblems } from '../../problem.ts';
import type { RunCommand } from '../command.ts';
import { type Context, LOOK_ONLY_SECRET, withContext } from '../open-context.ts';
import { coloursFor, countProblems, presentProblems, problemJson } from '../present-problems.ts';
import { json, readOptions } from '../read-options.ts';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, { ...json, list: z.array(z.string()).default([]) });
    const appeal = context.resolve(args[0] ?? '');
    const lists = options.list.map(context.resolve);
    const problems = await problemsOf(appeal, lists, context);
    const ok = !problems.some(isError);
    if (options.json) {
      io.out(JSON.stringify({ ok, problems: problems.map(problemJson) }));
    } else {
      if (problems.length > 0) {
        io.out(`${presentProblems(problems, coloursFor(io.isOutTerminal, io.env))}\n`);
      }
      const verdict = ok ? 'can be sent' : 'cannot be sent yet';
      io.out(`${appeal} ${verdict}: ${countProblems(problems)}.`);
    }
    return ok ? EXIT.done : EXIT.attention;
  });

/** All that would keep the letter from being sent: appeal, templates, sender, and the lists' rows. */
async function problemsOf(
  appeal: string,
  lists: readonly string[],
  context: Context,
): Promise<readonly Problem[]> {
  const { value: letter, problems } = await loadLetter(appeal, lists, context.workshop());
  if (!letter || problems.some(isError)) return problems;
  const { from, reply_to } = context.workspace.config;
  const links = createLinks({ url: context.url(), secrets: [LOOK_ONLY_SECRET] });
  return sortProblems([
    ...problems,
    ...letter.editions.flatMap(({ appeal }) =>
      problemsIn(() => senderOf(appeal, { from, replyTo: reply_to })),
    ),
    ...(await checkRows(lists, letter.editions, links)),
  ]);
}

function problemsIn(attempt: () => unknown): readonly Problem[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (error instanceof OutcryError) return error.problems;
    throw error;
  }
}
