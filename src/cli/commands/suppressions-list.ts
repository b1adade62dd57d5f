import { z } from 'zod';
import { EXIT } from '../../errors.ts';
import { formatCount } from '../../format-count.ts';
import type {
  FormerSuppression,
  Ledger,
  Suppression,
  SuppressionReason,
} from '../../ledger/ledger.ts';
import type { RunCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { withContext } from '../open-context.ts';
import { coloursFor } from '../present-problems.ts';
import {
  columnsOf,
  countLine,
  formerCountLine,
  formerHeadLine,
  formerJson,
  formerLine,
  headLine,
  sumOf,
  suppressionJson,
  suppressionLine,
  type Table,
} from '../present-suppressions.ts';
import { flag, json, readOptions } from '../read-options.ts';
import { reason } from '../read-reason.ts';

const shape = {
  ...json,
  former: flag,
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
    const show = options.json ? printJson : printTable;
    if (options.former) await show(await formerOnes(ledger, options), io);
    else await show(await presentOnes(ledger, options), io);
    return EXIT.done;
  });

interface Wish {
  readonly reason?: SuppressionReason | undefined;
  readonly limit: number;
}

/** What is printed, whichever they are. */
interface Listing<Entry> extends Table<Entry> {
  readonly pages: AsyncIterable<readonly Entry[]>;
  readonly total: number;
  /** What the JSON says before the entries, and what they are called there. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly key: string;
  readonly toJson: (one: Entry) => object;
  /** How many there are, in words. */
  readonly count: string;
}

async function presentOnes(ledger: Ledger, wish: Wish): Promise<Listing<Suppression>> {
  const counts = await ledger.countSuppressions();
  const erased = await ledger.countErased();
  const total = wish.reason ? (counts[wish.reason] ?? 0) : sumOf(counts);
  return {
    pages: readPages(wish.limit, (limit, after?: Suppression) =>
      ledger.listSuppressions({ reason: wish.reason, limit, after }),
    ),
    total,
    facts: { total: sumOf(counts), reasons: counts, erased },
    key: 'suppressions',
    toJson: suppressionJson,
    head: headLine,
    line: suppressionLine,
    count:
      wish.reason && total === 0
        ? `Nobody is suppressed as ${wish.reason}.`
        : countLine(counts, erased),
  };
}

async function formerOnes(ledger: Ledger, wish: Wish): Promise<Listing<FormerSuppression>> {
  const total = await ledger.countFormerSuppressions(wish.reason);
  return {
    pages: readPages(wish.limit, (limit, after?: FormerSuppression) =>
      ledger.listFormerSuppressions({ reason: wish.reason, limit, after }),
    ),
    total,
    facts: { total },
    key: 'former',
    toJson: formerJson,
    head: formerHeadLine,
    line: formerLine,
    count: formerCountLine(total, wish.reason),
  };
}

async function* readPages<Entry>(
  limit: number,
  read: (limit: number, after: Entry | undefined) => Promise<readonly Entry[]>,
): AsyncGenerator<readonly Entry[]> {
  let after: Entry | undefined;
  for (let left = limit; left > 0; left -= PAGE) {
    const page = await read(Math.min(left, PAGE), after);
    if (page.length === 0) return;
    yield page;
    after = page.at(-1);
  }
}

/** One document, page by page. */
async function printJson<Entry>(listing: Listing<Entry>, io: Io): Promise<void> {
  const { pages, facts, key, toJson } = listing;
  io.out(`${JSON.stringify(facts).slice(0, -1)},"${key}":[`);
  let comma = '';
  for await (const page of pages) {
    io.out(comma + page.map((one) => JSON.stringify(toJson(one))).join(',\n'));
    comma = ',';
    await io.drained?.();
  }
  io.out(']}');
}

async function printTable<Entry extends Suppression>(
  { pages, total, count, head, line }: Listing<Entry>,
  io: Io,
): Promise<void> {
  const { dim } = coloursFor(io.isOutTerminal, io.env);
  let columns: ReturnType<typeof columnsOf> | undefined;
  let shown = 0;
  for await (const page of pages) {
    if (columns === undefined) {
      // As wide as the first page needs.
      columns = columnsOf(page);
      io.out(dim(head(columns)));
    }
    for (const one of page) io.out(line(one, columns));
    shown += page.length;
    await io.drained?.();
  }
  if (shown > 0) io.out('');
  io.out(count);
  if (shown < total) io.out(`The newest ${formatCount(shown)} are shown; see more with --limit.`);
}
