import type { Skipped, Supporter } from '../ledger/ledger.ts';
import type { Problem } from '../problem.ts';
import type { ColumnChoices } from './column-choices.ts';
import { judgeRow } from './judge-row.ts';
import { openList } from './open-list.ts';
import { openRowWarnings } from './row-warnings.ts';

export { readHeader } from './open-list.ts';

export interface ReadOptions {
  /** Which columns are wanted for which merge fields, where their names do not tell. */
  readonly columns?: ColumnChoices | undefined;
  /** Hears of what is odd, but not refused: the encoding, cells missing at the end, columns without a name. */
  readonly onWarning?: ((problem: Problem) => void) | undefined;
}

/**
 * The supporters of a list in its order, and the rows that name none, with line and reason. Doubles
 * are left to the ledger. Memory does not grow with the list. Throws OutcryError for a list that
 * cannot be read, has no e-mail column or no rows.
 */
export async function* readList(
  file: string,
  { columns, onWarning }: ReadOptions = {},
): AsyncGenerator<Supporter | Skipped> {
  const { header, pieces } = await openList(file, { columns, onWarning });
  const warningsOf = openRowWarnings(header);
  for await (const rows of pieces) {
    for (const row of rows) {
      if (onWarning !== undefined) warningsOf(row).forEach(onWarning);
      yield judgeRow(header, row);
    }
  }
}

/** Several lists, one after the other. */
export async function* readLists(
  files: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<Supporter | Skipped> {
  for (const file of files) yield* readList(file, options);
}
