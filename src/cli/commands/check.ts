import { z } from 'zod';
import { checkLetter } from '../../campaign/check-letter.ts';
import { describeLeftOut } from '../../campaign/left-out.ts';
import type { Letter } from '../../campaign/load-letter.ts';
import { writeRefused } from '../../campaign/write-refused.ts';
import { EXIT } from '../../errors.ts';
import { isError, type Problem, sortProblems } from '../../problem.ts';
import type { Invocation, RunCommand } from '../command.ts';
import { sayOut } from '../fit-lines.ts';
import { withContext } from '../open-context.ts';
import {
  coloursFor,
  countProblems,
  plural,
  presentProblems,
  problemJson,
} from '../present-problems.ts';
import { flag, json, readOptions } from '../read-options.ts';
import { readSelection, selectionShape } from '../read-selection.ts';

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, {
      ...json,
      list: z.array(z.string()).default([]),
      links: flag,
      against: z.array(z.string()).default([]),
      ...selectionShape,
      rejects: z.string().optional(),
    });
    const appeal = context.resolve(args[0] ?? '');
    const lists = options.list.map(context.resolve);
    const selection = await readSelection(options, lists, context);
    const desk = await context.desk();
    const against = options.against.map(context.resolve);
    const workshop = { ...desk.workshop, columns: selection.columns, against };
    const letter = await checkLetter(appeal, lists, { ...desk, workshop, selection });
    if (options.rejects !== undefined) {
      const finished = letter.value && { editions: letter.value.editions, links: desk.links() };
      await writeRefused(context.resolve(options.rejects), { lists, selection }, finished);
    }
    const asked = options.links ? await askLinks(letter.value, io) : [];
    const problems = sortProblems([...letter.problems, ...asked]);
    const ok = !problems.some(isError);
    if (options.json) {
      io.out(
        JSON.stringify({ ok, problems: problems.map(problemJson), left_out: selection.leftOut }),
      );
    } else {
      if (problems.length > 0) {
        sayOut(`${presentProblems(problems, coloursFor(io.isOutTerminal, io.env))}\n`, io);
      }
      const leftOut = describeLeftOut(selection);
      if (leftOut.length > 0) io.out(`${leftOut.join(', ')}.`);
      const verdict = ok ? 'can be sent' : 'cannot be sent yet';
      io.out(`${appeal} ${verdict}: ${countProblems(problems)}.`);
    }
    return ok ? EXIT.done : EXIT.attention;
  });

/** Of every edition; sites that all of them name are asked once. */
async function askLinks(letter: Letter | undefined, io: Invocation['io']): Promise<Problem[]> {
  const links = letter?.editions.flatMap((edition) => edition.links) ?? [];
  if (io.isErrTerminal) io.err(`Asking ${plural(links.length, 'link')} …`);
  const { checkLinks } = await import('../../check-links/check-links.ts');
  return checkLinks(links, { signal: io.signal });
}
