import { z } from 'zod';
import { checkList, type ListCheck } from '../../audience/check-list.ts';
import { EXIT } from '../../errors.ts';
import { formatCount } from '../../format-count.ts';
import { isError } from '../../problem.ts';
import type { RunCommand } from '../command.ts';
import { sayOut } from '../fit-lines.ts';
import { withContext } from '../open-context.ts';
import { coloursFor, plural, presentProblems, problemJson } from '../present-problems.ts';
import { json, readOptions } from '../read-options.ts';
import { readColumns, selectionShape } from '../read-selection.ts';

/** Enough to see what is going on; --rejects and --json give them all. */
const SHOWN = 20;

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, {
      ...json,
      rejects: z.string().optional(),
      columns: selectionShape.columns,
    });
    const ledger = await context.ledger();
    const rejects = options.rejects === undefined ? undefined : context.resolve(options.rejects);
    const lists = args.map(context.resolve);
    const check = await checkList(lists, {
      suppressedAmong: (emails) => ledger.suppressedAmong(emails),
      rejects,
      columns: await readColumns(options.columns, lists, context),
    });
    if (options.json) {
      io.out(JSON.stringify({ ...check, problems: check.problems.map(problemJson) }));
    } else {
      const shown = check.problems.slice(0, SHOWN);
      if (shown.length > 0) {
        sayOut(`${presentProblems(shown, coloursFor(io.isOutTerminal, io.env))}\n`, io);
      }
      if (check.rows > 0) io.out(summary(check, rejects));
    }
    const needsAttention = check.invalid > 0 || check.problems.some(isError);
    return needsAttention ? EXIT.attention : EXIT.done;
  });

function summary(check: ListCheck, rejects: string | undefined): string {
  const counts: [label: string, count: number][] = [
    ['rows', check.rows],
    ['can be mailed', check.valid],
    ['duplicates', check.duplicates],
    ['suppressed', check.suppressed],
    ['refused', check.invalid],
  ];
  const lines = counts.map(
    ([label, count]) => `${label.padEnd(14)}${formatCount(count).padStart(10)}`,
  );
  lines.push(...sharedBetween(check.lists));
  if (check.problems.length > SHOWN) {
    lines.push(
      '',
      `The first ${SHOWN} of ${plural(check.problems.length, 'problem')} are shown; --json gives all.`,
    );
  }
  if (rejects) lines.push('', `The refused rows are in ${rejects}, each with its reason.`);
  return lines.join('\n');
}

/** Which lists hold the same people, where there are several. */
function sharedBetween(lists: ListCheck['lists']): string[] {
  if (lists.length < 2) return [];
  const shared = lists.flatMap(({ file, duplicatesOf }) =>
    Object.entries(duplicatesOf).map(([other, count]) =>
      other === file
        ? `${formatCount(count)} in ${file} again`
        : `${formatCount(count)} in ${file}, on ${other} already`,
    ),
  );
  return shared.length === 0
    ? []
    : ['', 'Of the duplicates:', ...shared.map((line) => `  ${line}`)];
}
