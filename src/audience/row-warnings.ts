import type { Problem } from '../problem.ts';
import { placeOfCell } from './cell-place.ts';
import type { ListHeader } from './list-header.ts';
import { ownField } from './merge-fields.ts';
import type { Row } from './read-rows.ts';

/**
 * Says what is odd about a row that names a supporter all the same: cells missing at its end, and
 * (once a column) cells under no name, which no letter can use.
 */
export function openRowWarnings(header: ListHeader): (row: Row) => Problem[] {
  const unnamed = new Set(
    header.columns.flatMap(({ name }, index) => (ownField(name) === undefined ? [index] : [])),
  );
  return (row) => {
    const used = [...unnamed].filter((index) => row.cells[index]?.trim());
    for (const index of used) unnamed.delete(index);
    const isShort = row.cells.length < header.columns.length;
    return [
      ...(isShort ? [shortRow(header, row)] : []),
      ...used.map((index) => unnamedColumn(header, row, index)),
    ];
  };
}

function shortRow(header: ListHeader, row: Row): Problem {
  const { length } = row.cells;
  return {
    severity: 'warning',
    code: 'list-short-row',
    what: `The row has ${length} ${length === 1 ? 'cell' : 'cells'}, but the list has ${header.columns.length} columns; those missing are taken as empty.`,
    where: placeOfCell(header, row, 0),
    fix: 'If the row was broken in two, put it together again.',
  };
}

function unnamedColumn(header: ListHeader, row: Row, index: number): Problem {
  return {
    severity: 'warning',
    code: 'list-unnamed-column',
    what: `Column ${index + 1} has cells but no name: letters cannot use it.`,
    where: placeOfCell(header, row, index),
    fix: `Give it a name in line ${header.line}, or delete it.`,
  };
}
