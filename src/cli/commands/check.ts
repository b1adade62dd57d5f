import { z } from 'zod';
import { checkLetter } from '../../campaign/check-letter.ts';
import { EXIT } from '../../errors.ts';
import { isError } from '../../problem.ts';
import type { RunCommand } from '../command.ts';
import { withContext } from '../open-context.ts';
import { coloursFor, countProblems, presentProblems, problemJson } from '../present-problems.ts';
import { json, readOptions } from '../read-options.ts';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, { ...json, list: z.array(z.string()).default([]) });
    const appeal = context.resolve(args[0] ?? '');
    const lists = options.list.map(context.resolve);
    const { problems } = await checkLetter(appeal, lists, await context.desk());
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
