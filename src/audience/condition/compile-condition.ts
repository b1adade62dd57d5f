import type { Column, Condition, Operator, Value } from './condition.ts';

/** A row's cell of a column: its text, cleaned as for a letter. */
export type CellOf<Row> = (row: Row) => string;

/** Words that say no, in a column that stands by itself. */
const NO = new Set(['', '0', 'no', 'n', 'false', 'f', 'off']);

/** A cell as a column of numbers may hold it: `1,250.50`, `$50`, `007`. */
const NUMERIC = /^[+-]?[$£€]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?$/;
/** A number that nobody can mean as text: no sign of money, no zero before it. */
const PLAIN_NUMBER = /^[+-]?(?:0|[1-9]\d*)(?:\.\d+)?$/;

type Test<Row> = (row: Row) => boolean;

/**
 * A condition as a function of a row. What it means, exactly:
 * - Texts are compared without regard to case, white space around them, and Unicode form.
 * - A number without quotation marks compares with what is a number, written `50`, `1,250.50` or
 *   `$50`; whatever is none is neither equal nor less nor greater.
 * - Otherwise two values are compared as numbers if both are plain ones, else as texts, in the order
 *   of Unicode: dates such as 2026-11-24 then come in their order.
 * - An empty cell is equal to "" alone, and neither less nor greater than anything.
 * - `!=` is `not =`, so it is true for empty cells.
 * - A column by itself is true unless it is empty, 0, no, n, false, f or off.
 */
export function compileCondition<Row>(
  condition: Condition,
  cellOf: (column: Column) => CellOf<Row>,
): Test<Row> {
  const compile = (part: Condition) => compileCondition(part, cellOf);
  switch (condition.kind) {
    case 'or': {
      const tests = condition.parts.map(compile);
      return (row) => tests.some((test) => test(row));
    }
    case 'and': {
      const tests = condition.parts.map(compile);
      return (row) => tests.every((test) => test(row));
    }
    case 'not': {
      const test = compile(condition.part);
      return (row) => !test(row);
    }
    case 'yes': {
      const cell = cellOf(condition.column);
      return (row) => !NO.has(fold(cell(row)));
    }
    case 'empty': {
      const cell = cellOf(condition.column);
      return (row) => fold(cell(row)) === '';
    }
    case 'in': {
      const { column, values } = condition;
      const tests = values.map((value) => compileTest(column, '=', value, cellOf));
      return (row) => tests.some((test) => test(row));
    }
    case 'compare':
      return compileTest(condition.column, condition.operator, condition.value, cellOf);
  }
}

function compileTest<Row>(
  column: Column,
  operator: Operator,
  value: Value,
  cellOf: (column: Column) => CellOf<Row>,
): Test<Row> {
  const cell = cellOf(column);
  const holds = HOLDS[operator];
  if (value.kind === 'number') {
    const number = Number(value.text);
    return (row) => holds(compareToNumber(cell(row), number), fold(cell(row)), value.text);
  }
  if (value.kind === 'column') {
    const other = cellOf(value);
    return (row) => {
      const [one, two] = [fold(cell(row)), fold(other(row))];
      return holds(compare(one, two), one, two);
    };
  }
  const text = fold(value.text);
  return (row) => {
    const one = fold(cell(row));
    return holds(compare(one, text), one, text);
  };
}

/** Less than 0, 0, greater than 0; NaN for what cannot be put in order. */
type Order = number;

const HOLDS: Readonly<Record<Operator, (order: Order, cell: string, value: string) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  contains: (_, cell, value) => cell.includes(value),
  'starts with': (_, cell, value) => cell.startsWith(value),
  'ends with': (_, cell, value) => cell.endsWith(value),
};

function compareToNumber(cell: string, number: number): Order {
  const text = cell.trim();
  if (!NUMERIC.test(text) || !/\d/.test(text)) return Number.NaN;
  return Number(text.replace(/[$£€,]/g, '')) - number;
}

/** Of folded texts. */
function compare(one: string, other: string): Order {
  if (one === other) return 0;
  if (one === '' || other === '') return Number.NaN;
  if (PLAIN_NUMBER.test(one) && PLAIN_NUMBER.test(other)) return Number(one) - Number(other);
  return one < other ? -1 : 1;
}

function fold(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}
