import type { Supporter } from '../ledger/ledger.ts';
import { maskAddress } from '../mask-address.ts';
import type { Problem } from '../problem.ts';
import { type BoundedProblems, openBoundedProblems } from './bounded-problems.ts';
import { placeOfCell } from './cell-place.ts';
import type { ColumnChoices } from './column-choices.ts';
import {
  type Counter,
  type Counts,
  type ListCounts,
  openCounter,
  type SuppressedAmong,
  sumCounts,
} from './count-rows.ts';
import { type DoubtfulRows, openDoubtfulRows } from './doubtful-rows.ts';
import { judgeRow, type Refused } from './judge-row.ts';
import { mendableProblems } from './list-errors.ts';
import type { ListHeader } from './list-header.ts';
import { openList } from './open-list.ts';
import { type Row, rowsOf } from './read-rows.ts';
import { openRowWarnings } from './row-warnings.ts';
import { type Reject, writeRejects } from './write-rejects.ts';

export interface ListCheck extends Counts {
  /** The counts of each list, and which lists share supporters. */
  readonly lists: readonly ListCounts[];
  readonly problems: readonly Problem[];
}

export interface CheckOptions {
  /** Which of these are suppressed: the ledger's method of this name. */
  readonly suppressedAmong?: SuppressedAmong | undefined;
  /** Where to write the refused rows. */
  readonly rejects?: string | undefined;
  /** Which columns are wanted for which merge fields, where their names do not tell. */
  readonly columns?: ColumnChoices | undefined;
  /** How many warnings are listed (1,000 unless said); the rest are counted. */
  readonly limit?: number | undefined;
}

/**
 * Reads lists whole and says what they hold. Whatever can be mended in a list comes as a problem,
 * each refused row too; a file that cannot be read, or written, is thrown as OutcryError.
 */
export async function checkList(
  files: readonly string[],
  { suppressedAmong, rejects, columns, limit = 1000 }: CheckOptions = {},
): Promise<ListCheck> {
  const look: Look = {
    problems: openBoundedProblems(limit),
    counter: openCounter(suppressedAmong),
    doubts: openDoubtfulRows({ mailboxes: true }),
    columns,
  };
  const refused = judgeLists(files, look);
  if (rejects === undefined) await drain(refused);
  else await writeRejects(rejects, files, refused, { columns });
  const lists = await look.counter.counts();
  const general = look.doubts.problems().filter(({ code }) => code !== 'list-mistyped');
  return { ...sumCounts(lists), lists, problems: [...look.problems.all(), ...general] };
}

/** What a check looks with. */
interface Look {
  readonly problems: BoundedProblems;
  readonly counter: Counter;
  readonly doubts: DoubtfulRows;
  readonly columns: ColumnChoices | undefined;
}

/** Judges every row, counts and collects what is found, and yields the refused rows. */
async function* judgeLists(files: readonly string[], look: Look): AsyncGenerator<Reject> {
  for (const file of files) {
    try {
      yield* judgeList(file, look);
    } catch (error) {
      look.problems.add(...mendableProblems(error));
    }
  }
}

async function* judgeList(
  file: string,
  { problems, counter, doubts, columns }: Look,
): AsyncGenerator<Reject> {
  const { header, pieces } = await openList(file, { raw: true, columns, onWarning: problems.add });
  const warningsOf = openRowWarnings(header);
  for await (const row of rowsOf(pieces)) {
    const verdict = judgeRow(header, row);
    await counter.count(verdict);
    if ('reason' in verdict) {
      problems.add(problemOf(header, row, verdict));
      yield { header, row, refused: verdict };
    } else {
      problems.add(...warningsOf(row), ...mistyped(header, row, verdict, doubts.see(verdict)));
    }
  }
}

function mistyped(
  header: ListHeader,
  row: Row,
  { email }: Supporter,
  domain: string | undefined,
): Problem[] {
  if (domain === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'list-mistyped',
      what: `The address (${maskAddress(email)}) looks mistyped: was it ${domain}?`,
      where: placeOfCell(header, row, header.emailIndex),
      fix: 'Correct it if you know; it is mailed as it stands.',
    },
  ];
}

function problemOf(
  header: ListHeader,
  row: Row,
  { code, detail, cell, fix, email }: Refused,
): Problem {
  const which = code === 'list-bad-address' ? ` (${maskAddress(email)})` : '';
  const where = placeOfCell(header, row, cell);
  return { severity: 'warning', code, what: `Refused: ${detail}${which}.`, where, fix };
}

async function drain(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of rows);
}
