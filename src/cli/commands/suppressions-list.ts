import { z } from 'zod';
import { EXIT } from '../../errors.ts';
import { formatCount } from '../../format-count.ts';
import type { Ledger, Suppression, SuppressionReason } from '../../ledger/ledger.ts';
import type { RunCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { withContext } from '../open-context.ts';
import { coloursFor } from '../present-problems.ts';
import {
  type Columns,
  countLine,
  headLine,
  sumOf,
  suppressionJson,
  suppressionLine,
} from '../present-suppressions.ts';
import { json, readOptions } from '../read-options.ts';
import { reason } from '../read-reason.ts';

const shape = {
  ...json,
  reason,
  limit: z.coerce
    .number('it is a number of addresses')
    .int('it is a whole number of addresses')
    .min(1, 'it is at least 1')
    .default(50),
};

/** So many are held at once, however many are asked for. */
const PAGE = 500;

export const run: RunCommand = (invocation) =>
  withContext(invocation, async (context) => {
    const { io } = invocation;
    const options = readOptions(invocation, shape);
    const ledger = await context.ledger();
    const counts = await ledger.countSuppressions();
    const pages = readPages(ledger, options);
    if (options.json) await printJson(pages, counts, io);
    else await printTable(pages, counts, options, io);
    return EXIT.done;
  });

interface Wish {
  readonly reason?: SuppressionReason | undefined;
  readonly limit: number;
}

async function* readPages(
  ledger: Ledger,
  { reason, limit }: Wish,
): AsyncGenerator<readonly Suppression[]> {
  let after: Suppression | undefined;
  for (let left = limit; left > 0; left -= PAGE) {
    const page = await ledger.listSuppressions({ reason, limit: Math.min(left, PAGE), after });
    if (page.length === 0) return;
    yield page;
    after = page.at(-1);
  }
}

type Counts = Readonly<Record<string, number>>;

/** One document, page by page. */
async function printJson(
  pages: AsyncIterable<readonly Suppression[]>,
  counts: Counts,
  io: Io,
): Promise<void> {
  const head = JSON.stringify({ total: sumOf(counts), reasons: counts });
  io.out(`${head.slice(0, -1)},"suppressions":[`);
  let comma = '';
  for await (const page of pages) {
    io.out(comma + page.map((one) => JSON.stringify(suppressionJson(one))).join(',\n'));
    comma = ',';
    await io.drained?.();
  }
  io.out(']}');
}

async function printTable(
  pages: AsyncIterable<readonly Suppression[]>,
  counts: Counts,
  { reason }: Wish,
  io: Io,
): Promise<void> {
  const { dim } = coloursFor(io.isOutTerminal, io.env);
  let columns: Columns | undefined;
  let shown = 0;
  for await (const page of pages) {
    if (columns === undefined) {
      columns = columnsOf(page);
      io.out(dim(headLine(columns)));
    }
    for (const one of page) io.out(suppressionLine(one, columns));
    shown += page.length;
    await io.drained?.();
  }
  const total = reason ? (counts[reason] ?? 0) : sumOf(counts);
  if (shown > 0) io.out('');
  io.out(reason && total === 0 ? `Nobody is suppressed as ${reason}.` : countLine(counts));
  if (shown < total) io.out(`The newest ${formatCount(shown)} are shown; see more with --limit.`);
}

/** As wide as the first page needs. */
function columnsOf(page: readonly Suppression[]): Columns {
  return {
    email: Math.max('ADDRESS'.length, ...page.map(({ email }) => email.length)),
    campaign: Math.max('CAMPAIGN'.length, ...page.map(({ campaign = '' }) => campaign.length)),
  };
}
