import { z } from 'zod';
import { EXIT } from '../../errors.ts';
import { formatCount } from '../../format-count.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Problem } from '../../problem.ts';
import { type CampaignNamed, importSuppressions } from '../../suppressions/import-suppressions.ts';
import { openKeeper } from '../../suppressions/open-keeper.ts';
import type { CampaignNumber } from '../../terms.ts';
import type { RunCommand } from '../command.ts';
import { sayErr } from '../fit-lines.ts';
import { withContext } from '../open-context.ts';
import { coloursFor, plural, presentProblems, problemJson } from '../present-problems.ts';
import { describeSums } from '../present-suppressions.ts';
import { flag, json, readOptions } from '../read-options.ts';
import { reason } from '../read-reason.ts';
import { readColumns, selectionShape } from '../read-selection.ts';

const shape = {
  ...json,
  reason,
  why: z.string().optional(),
  columns: selectionShape.columns,
  dryRun: flag,
};

/** Enough to see what is going on; --json gives more. */
const SHOWN = 20;
const KEPT = 1000;

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io, args } = invocation;
    const options = readOptions(invocation, shape);
    const file = context.resolve(args[0] ?? '');
    const columns = await readColumns(options.columns, [file], context);
    const ledger = await context.ledger();
    const problems: Problem[] = [];
    const sums = await importSuppressions(
      { file, columns, reason: options.reason, why: options.why },
      {
        keep: openKeeper(ledger, options.dryRun),
        campaignNamed: rememberCampaigns(ledger),
        now: io.now,
        onProblem: (problem) => {
          if (problems.length < KEPT) problems.push(problem);
        },
      },
    );
    if (options.json) {
      const shown = problems.map(problemJson);
      io.out(JSON.stringify({ dry_run: options.dryRun, ...sums, problems: shown }));
    } else {
      const shown = problems.slice(0, SHOWN);
      if (shown.length > 0) {
        sayErr(`${presentProblems(shown, coloursFor(io.isErrTerminal, io.env))}\n`, io);
      }
      io.out(`${plural(sums.rows, 'row')}: ${describeSums(sums)}, ${invalid(sums.invalid)}.`);
      if (options.dryRun) io.out('This was a dry run: nobody was suppressed.');
    }
    return sums.invalid > 0 ? EXIT.attention : EXIT.done;
  });

/** An export names the same few campaigns in each of its rows. */
function rememberCampaigns(ledger: Ledger): CampaignNamed {
  const known = new Map<string, CampaignNumber | undefined>();
  return async (name) => {
    if (!known.has(name)) known.set(name, (await ledger.findCampaign(name))?.number);
    return known.get(name);
  };
}

function invalid(count: number): string {
  return `${formatCount(count)} without an address`;
}
