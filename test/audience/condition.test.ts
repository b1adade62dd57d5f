import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bindWhere, parseWhere } from '../../src/audience/condition/bind-condition.ts';
import { compileCondition } from '../../src/audience/condition/compile-condition.ts';
import {
  COMPARISONS,
  type Column,
  type Condition,
  TEXT_TESTS,
  type Value,
} from '../../src/audience/condition/condition.ts';
import { parseCondition } from '../../src/audience/condition/parse-condition.ts';
import { printCondition } from '../../src/audience/condition/print-condition.ts';
import { readHeader } from '../../src/audience/read-list.ts';
import { tempList } from './temp-list.ts';

type Cells = Readonly<Record<string, string>>;

/** Whether a row fits. Columns go by their fields. */
function fits(source: string, cells: Cells): boolean {
  return compileCondition<Cells>(
    parseCondition(source),
    ({ name }) =>
      (row) =>
        row[name] ?? '',
  )(cells);
}

describe('a condition chooses rows', () => {
  test.each<[string, Cells, boolean, string]>([
    ['state = "NY"', { state: 'ny ' }, true, 'case and white space do not count'],
    ['state != "NY"', { state: '' }, true, 'an empty cell is not NY'],
    ['name = "Zoë"', { name: 'ZOE\u0308' }, true, 'nor does the Unicode form'],
    ['gift >= 50', { gift: '100' }, true, 'numbers compare as numbers'],
    ['gift >= 50', { gift: '$1,250.50' }, true, 'also as lists write money'],
    ['gift >= 50', { gift: '' }, false, 'an empty cell is no number'],
    ['gift < 50', { gift: '' }, false, 'neither less nor greater'],
    ['gift < 50', { gift: 'none' }, false, 'nor is a text'],
    ['gift = 50', { gift: '50.00' }, true, 'fifty is fifty'],
    ['gift >= "9"', { gift: '10' }, true, 'in quotation marks too, if both are plain numbers'],
    ['zip >= "02000" and zip < "03000"', { zip: '02139' }, true, 'postcodes compare as texts'],
    ['zip = "2139"', { zip: '02139' }, false, 'a zero before it makes it a text'],
    ['zip = 2139', { zip: '02139' }, true, 'unless a number is asked for'],
    ['since >= "2026-01-01"', { since: '2026-11-24' }, true, 'dates come in their order'],
    ['since < "2026-01-01"', { since: '' }, false, 'an empty one in none'],
    ['donor', { donor: 'yes' }, true, 'a column by itself'],
    ['donor', { donor: 'No' }, false, 'means what it says'],
    ['donor', { donor: '0' }, false, 'in all its ways'],
    ['not donor', { donor: '' }, true, 'empty is no'],
    ['city in ("Reno", "Elko")', { city: 'elko' }, true, 'one of several'],
    ['not city in ("Reno", "Elko")', { city: 'Elko' }, false, 'none of several'],
    ['city not in ("Reno", "Elko")', { city: 'Ely' }, true, 'the same in other words'],
    ['n in (1, 2, "x")', { n: '2.0' }, true, 'numbers among them'],
    ['tags contains "river"', { tags: 'Sea; River' }, true, 'part of a text'],
    ['tags not contains "river"', { tags: 'sea' }, true, 'and not'],
    ['zip starts with "sw1"', { zip: 'SW1A 1AA' }, true, 'its beginning'],
    ['email ends with "@example.org"', { email: 'a@example.org' }, true, 'its end'],
    ['note is empty', { note: '  ' }, true, 'white space is nothing'],
    ['note is not empty', { note: 'x' }, true, 'and not'],
    ['a = b', { a: 'x', b: 'X' }, true, 'two columns'],
    ['a < b', { a: '9', b: '10' }, true, 'two columns of numbers'],
    ['a or b and c', { a: 'yes', b: '', c: '' }, true, '"and" binds more closely than "or"'],
    ['(a or b) and c', { a: 'yes', b: '', c: '' }, false, 'unless there are brackets'],
    ['not a and b', { a: '', b: 'yes' }, true, '"not" binds most closely'],
    ['NOT a OR b', { a: 'yes', b: 'yes' }, true, 'words in any case'],
    ["name = 'O\\'Brien \\\\ \"x\"'", { name: `O'Brien \\ "x"` }, true, 'quotation marks inside'],
    ['[in] = "x"', { in: 'x' }, true, 'a column that is called as a word of ours'],
    [
      'state = "NY" and (donor or gift >= 50) and not city in ("Reno", "Elko")',
      { state: 'NY', donor: '', gift: '50', city: 'Albany' },
      true,
      'all together',
    ],
  ])('%s, %j: %s: %s', (source, cells, expected, _reason) => {
    expect(fits(source, cells)).toBe(expected);
  });
});

describe('a mistake is told with its place', () => {
  test.each([
    ['', 1, 'The condition is empty.'],
    ['state = ', 8, 'Here the condition ends, where a text in quotation marks'],
    ['state = "NY', 9, 'A quotation mark is opened here and never closed.'],
    ['state == "NY"', 7, '"==" is not known here.'],
    ['a && b', 3, '"&&" is not known here.'],
    ['state = “NY”', 9, '"“" is not known here.'],
    ['state = "NY" donor', 14, 'Here "donor" stands, where "and", "or", or the end is needed.'],
    ['(a or b', 8, 'Here the condition ends, where "and", "or", or a closing bracket'],
    ['city in "Reno"', 9, 'where an opening bracket is needed'],
    ['city in ()', 10, 'where a text in quotation marks, a number or a column is needed'],
    ['city not = "x"', 10, 'where "in", "contains"'],
    ['a is b', 6, 'where "empty" or "not empty" is needed'],
    ['50 < gift', 1, 'Here "50" stands, where a column is needed.'],
    ['zip = 02139', 7, 'No number begins with 0.'],
    ['a ; b', 3, '";" is not known here.'],
    ['[a', 1, 'A square bracket is opened here'],
    ['a = in', 5, 'Here "in" stands'],
    [`${'not '.repeat(200)}a`, 401, 'nested too deeply'],
    [`${'('.repeat(5000)}a`, 101, 'nested too deeply'],
    ['x'.repeat(10_001), 1, 'longer than 10,000 characters'],
  ])('%s', (source, column, what) => {
    expect(() => parseCondition(source)).toThrow(what);
    try {
      parseCondition(source);
    } catch (error) {
      expect(error).toMatchObject({
        code: 'where-syntax',
        exit: 2,
        where: { file: '--where', line: 1, column },
        fix: expect.any(String),
      });
    }
  });
});

describe('columns go by merge field or by their names in the list', () => {
  test.each([
    ['last_gift >= 50', true],
    ['[Last gift ($)] >= 50', true],
    ['postcode = "12207"', true],
    ['zip = "12207"', true],
    ['ZIP = "12207"', true],
    ['email contains "ana"', true],
    ['[Given Name] = "Ana"', true],
  ])('%s', async (source, expected) => {
    const { value } = await readHeader(tempList('Email,Given Name,Last gift ($),Zip\n'));
    if (value === undefined) throw new Error('The header is fine.');
    const row = {
      email: 'ana@example.org',
      fields: { first_name: 'Ana', last_gift: '60', postcode: '12207' },
    };
    expect(bindWhere(parseWhere(source), value)(row)).toBe(expected);
  });

  test('one that the list does not have is an error with the nearest name', async () => {
    const file = tempList('email,state\n');
    const { value } = await readHeader(file);
    if (value === undefined) throw new Error('The header is fine.');
    expect(() => bindWhere(parseWhere('email and stat = "NY"'), value)).toThrow(
      expect.objectContaining({
        code: 'where-column',
        message: `The list ${file} has no column "stat". Did you mean "state"? (email and ▸stat = "NY")`,
        where: { file: '--where', line: 1, column: 11 },
      }),
    );
    expect(() => bindWhere(parseWhere('state = NY'), value)).toThrow(/has no column "NY"/);
  });
});

const NAMES = ['a', 'b', 'last_gift', 'in', 'Last gift ($)', 'é', '2024'];
const column: fc.Arbitrary<Column> = fc
  .constantFrom(...NAMES)
  .map((name) => ({ kind: 'column', name, at: 1 }));
const TEXTS = [
  '',
  'x',
  'X',
  'xy',
  '10',
  '9',
  '007',
  '$1,000',
  '-1.5',
  'no',
  '"\\\'',
  'é',
  'e\u0301',
  ' x ',
];
const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'grapheme', maxLength: 4 }));
const value: fc.Arbitrary<Value> = fc.oneof(
  text.map((one) => ({ kind: 'text' as const, text: one })),
  fc.constantFrom('0', '9', '10', '-1.5', '1000', '+7').map((one) => ({
    kind: 'number' as const,
    text: one,
  })),
  column,
);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    column.map((one) => ({ kind: 'yes' as const, column: one })),
    column.map((one) => ({ kind: 'empty' as const, column: one })),
    fc.record({
      kind: fc.constant('compare' as const),
      column,
      operator: fc.constantFrom(...COMPARISONS, ...TEXT_TESTS),
      value,
    }),
    fc.record({
      kind: fc.constant('in' as const),
      column,
      values: fc.array(value, { minLength: 1, maxLength: 3 }),
    }),
    tie('condition').map((part) => ({ kind: 'not' as const, part })),
    fc.record({
      kind: fc.constantFrom('or' as const, 'and' as const),
      parts: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

/** Without places, and without a join inside a join of its kind, which the brackets keep apart. */
function shape(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, one) => (key === 'at' ? undefined : one)));
}

test('what is printed reads as the same condition', () => {
  fc.assert(
    fc.property(condition, (one) => {
      const source = printCondition(one);
      const read = parseCondition(source);
      expect(shape(read)).toEqual(shape(one));
      expect(printCondition(read)).toBe(source);
    }),
    { numRuns: 1000 },
  );
});

test('a condition means what another evaluator makes of it', () => {
  const cells = fc.record(Object.fromEntries(NAMES.map((name) => [name, text])));
  fc.assert(
    fc.property(condition, cells, (one, row) => {
      expect(fits(printCondition(one), row as Cells)).toBe(means(one, row as Cells));
    }),
    { numRuns: 3000 },
  );
});

/** The rules as the documentation states them, written once more and without any haste. */
function means(one: Condition, row: Cells): boolean {
  const cell = ({ name }: Column) => (row[name] ?? '').trim().normalize('NFC').toLowerCase();
  if (one.kind === 'or' || one.kind === 'and') {
    const all = one.parts.map((part) => means(part, row));
    return one.kind === 'or' ? all.includes(true) : !all.includes(false);
  }
  if (one.kind === 'not') return !means(one.part, row);
  if (one.kind === 'empty') return cell(one.column) === '';
  if (one.kind === 'yes') return !/^(|0|n|no|f|false|off)$/.test(cell(one.column));
  if (one.kind === 'in') {
    return one.values.some((value) =>
      means({ kind: 'compare', column: one.column, operator: '=', value }, row),
    );
  }
  const left = cell(one.column);
  const { value, operator } = one;
  const right =
    value.kind === 'column' ? cell(value) : value.text.trim().normalize('NFC').toLowerCase();
  if (operator === 'contains') return left.split(right).length > 1 || right === '';
  if (operator === 'starts with') return left.slice(0, right.length) === right;
  if (operator === 'ends with') return right === '' || left.slice(-right.length) === right;
  if (operator === '!=') return !means({ ...one, operator: '=' }, row);
  const order = orderOf(left, right, value.kind === 'number');
  if (order === undefined) return false;
  if (order === 'same') return ['=', '<=', '>='].includes(operator);
  return order === 'less' ? operator.startsWith('<') : operator.startsWith('>');
}

function orderOf(
  left: string,
  right: string,
  byNumber: boolean,
): 'less' | 'same' | 'more' | undefined {
  if (byNumber) {
    const digits = left.replace(/^([+-]?)[$£€]/, '$1');
    const isNumber = /^[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?$/.test(digits) && /\d/.test(digits);
    if (!isNumber) return undefined;
    return rank(Number.parseFloat(digits.replaceAll(',', '')), Number.parseFloat(right));
  }
  if (left === right) return 'same';
  if (left === '' || right === '') return undefined;
  const isPlain = (one: string) => /^[+-]?\d+(\.\d+)?$/.test(one) && !/^[+-]?0\d/.test(one);
  if (isPlain(left) && isPlain(right)) {
    return rank(Number.parseFloat(left), Number.parseFloat(right));
  }
  return rank(left, right);
}

function rank<T extends number | string>(left: T, right: T): 'less' | 'same' | 'more' {
  if (left < right) return 'less';
  return left > right ? 'more' : 'same';
}
