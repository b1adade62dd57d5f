import type { Skipped, Supporter } from '../ledger/ledger.ts';
import type { Problem } from '../problem.ts';
import type { ColumnChoices } from './column-choices.ts';
import { judgeRow, type Verdict } from './judge-row.ts';
import type { ListHeader } from './list-header.ts';
import { openList } from './open-list.ts';
import type { Row } from './read-rows.ts';
import { openRowWarnings } from './row-warnings.ts';
import type { Reason, SelectRows } from './select-rows.ts';

export { readHeader } from './open-list.ts';

export interface ReadOptions {
  /** Which columns are wanted for which merge fields, where their names do not tell. */
  readonly columns?: ColumnChoices | undefined;
  /** Which rows are wanted. */
  readonly select?: SelectRows | undefined;
  /** Hears of each row that is not wanted. */
  readonly onLeftOut?: ((reason: Reason) => void) | undefined;
  /** Hears of what was guessed of a list as a whole: the encoding, which of two columns is meant. */
  readonly onGuess?: ((problem: Problem) => void) | undefined;
  /** Hears of rows that are odd, but not refused: cells missing at the end, columns without a name. */
  readonly onWarning?: ((problem: Problem) => void) | undefined;
}

/** A row of a list, and what becomes of it. */
export interface JudgedRow {
  readonly header: ListHeader;
  readonly row: Row;
  readonly verdict: Verdict;
}

/**
 * The supporters of a list in its order, and the rows that name none, with line and reason. Doubles
 * are left to the ledger. Memory does not grow with the list. Throws OutcryError for a list that
 * cannot be read, has no e-mail column or no rows.
 */
export async function* readList(
  file: string,
  options: ReadOptions = {},
): AsyncGenerator<Supporter | Skipped> {
  for await (const judged of judgePieces(file, options)) {
    for (const { verdict } of judged) yield verdict;
  }
}

/** Several lists, one after the other. */
export async function* readLists(
  files: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<Supporter | Skipped> {
  for (const file of files) yield* readList(file, options);
}

/**
 * The same with the rows as they stand, in pieces. A row is judged when it is asked for, so that it
 * lives no longer than it must.
 */
export async function* judgePieces(
  file: string,
  options: ReadOptions,
): AsyncGenerator<Iterable<JudgedRow>> {
  const { columns, onGuess, onWarning } = options;
  const { header, pieces } = await openList(file, { columns, onWarning: onGuess });
  const warningsOf = openRowWarnings(header);
  const reasonFor = options.select?.(header);
  function* judge(rows: readonly Row[]): Generator<JudgedRow> {
    for (const row of rows) {
      const verdict = judgeRow(header, row);
      const reason = reasonFor?.(verdict, row);
      if (reason !== undefined) {
        options.onLeftOut?.(reason);
        continue;
      }
      if (onWarning !== undefined) warningsOf(row).forEach(onWarning);
      yield { header, row, verdict };
    }
  }
  for await (const rows of pieces) yield judge(rows);
}
