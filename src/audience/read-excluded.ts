import { formatCount } from '../format-count.ts';
import type { Problem } from '../problem.ts';
import type { Address } from '../terms.ts';
import { normaliseAddress } from './address.ts';
import { type AddressTable, openAddressTable } from './address-table.ts';
import type { ColumnChoices } from './column-choices.ts';
import { openList } from './open-list.ts';
import { rowsOf } from './read-rows.ts';

interface Options {
  readonly columns?: ColumnChoices | undefined;
  readonly onWarning?: ((problem: Problem) => void) | undefined;
}

/**
 * The addresses of lists that are to be left out: whatever has a column of addresses, also what
 * `outcry recipients --csv` writes. A row counts however broken it is, if an address stands in it:
 * better one too many is left out than one who asked for it is mailed.
 */
export async function readExcluded(
  files: readonly string[],
  options: Options,
): Promise<AddressTable> {
  const excluded = openAddressTable({ exact: true });
  for (const file of files) {
    let unread = 0;
    let firstUnread = 0;
    const { header, pieces } = await openList(file, options);
    for await (const { line, cells } of rowsOf(pieces)) {
      const addresses = addressesIn(cells, header.emailIndex);
      for (const address of addresses) excluded.keep(address, 0);
      if (addresses.length > 0) continue;
      unread += 1;
      firstUnread ||= line;
    }
    if (unread > 0) options.onWarning?.(nobodyIn(file, unread, firstUnread));
  }
  return excluded;
}

/** The one in its column; of a row that has none there, all that it holds. */
export function addressesIn(cells: readonly string[], emailIndex: number): Address[] {
  const own = normaliseAddress(cells[emailIndex] ?? '');
  return own === undefined ? cells.flatMap((cell) => normaliseAddress(cell) ?? []) : [own];
}

function nobodyIn(file: string, rows: number, line: number): Problem {
  return {
    severity: 'warning',
    code: 'exclude-unread',
    what: `${rows === 1 ? '1 row of the list of those to leave out names' : `${formatCount(rows)} rows of the list of those to leave out name`} no address, so nobody is left out for ${rows === 1 ? 'it' : 'them'}.`,
    where: { file, line, column: 1 },
    fix: 'See them with: outcry lists check',
  };
}
