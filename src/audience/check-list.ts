import { maskAddress } from '../mask-address.ts';
import type { Problem } from '../problem.ts';
import { type BoundedProblems, openBoundedProblems } from './bounded-problems.ts';
import { placeOfCell } from './cell-place.ts';
import { type Counter, type Counts, openCounter, type SuppressedAmong } from './count-rows.ts';
import { judgeRow, type Refused } from './judge-row.ts';
import { mendableProblems } from './list-errors.ts';
import type { ListHeader } from './list-header.ts';
import { openList } from './open-list.ts';
import { type Row, rowsOf } from './read-rows.ts';
import { openRowWarnings } from './row-warnings.ts';
import { type Reject, writeRejects } from './write-rejects.ts';

export interface ListCheck extends Counts {
  readonly problems: readonly Problem[];
}

export interface CheckOptions {
  /** Which of these are suppressed: the ledger's method of this name. */
  readonly suppressedAmong?: SuppressedAmong | undefined;
  /** Where to write the refused rows. */
  readonly rejects?: string | undefined;
  /** How many warnings are listed (1,000 unless said); the rest are counted. */
  readonly limit?: number | undefined;
}

/**
 * Reads lists whole and says what they hold. Whatever can be mended in a list comes as a problem,
 * each refused row too; a file that cannot be read, or written, is thrown as OutcryError.
 */
export async function checkList(
  files: readonly string[],
  { suppressedAmong, rejects, limit = 1000 }: CheckOptions = {},
): Promise<ListCheck> {
  const problems = openBoundedProblems(limit);
  const counter = openCounter(suppressedAmong);
  const refused = judgeLists(files, problems, counter);
  if (rejects === undefined) await drain(refused);
  else await writeRejects(rejects, files, refused);
  return { ...(await counter.counts()), problems: problems.all() };
}

/** Judges every row, counts and collects what is found, and yields the refused rows. */
async function* judgeLists(
  files: readonly string[],
  problems: BoundedProblems,
  counter: Counter,
): AsyncGenerator<Reject> {
  for (const file of files) {
    try {
      yield* judgeList(file, problems, counter);
    } catch (error) {
      problems.add(...mendableProblems(error));
    }
  }
}

async function* judgeList(
  file: string,
  problems: BoundedProblems,
  counter: Counter,
): AsyncGenerator<Reject> {
  const { header, pieces } = await openList(file, { raw: true, onWarning: problems.add });
  const warningsOf = openRowWarnings(header);
  for await (const row of rowsOf(pieces)) {
    const verdict = judgeRow(header, row);
    await counter.count(verdict);
    problems.add(...('reason' in verdict ? [problemOf(header, row, verdict)] : warningsOf(row)));
    if ('reason' in verdict) yield { header, row, refused: verdict };
  }
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
