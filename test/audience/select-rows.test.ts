import { basename } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseColumns } from '../../src/audience/column-choices.ts';
import { parseWhere } from '../../src/audience/condition/bind-condition.ts';
import { openDraw } from '../../src/audience/draw-sample.ts';
import { openSelection, type Wanted } from '../../src/audience/select-rows.ts';
import { rowsOf } from '../../src/campaign/rows.ts';
import { collect, tempList } from './temp-list.ts';

async function select(lists: readonly string[], wanted: Wanted) {
  const selection = openSelection(lists, wanted);
  const rows = await collect(rowsOf({ lists, selection }));
  return { emails: rows.map(({ email }) => email), selection };
}

const people = (count: number, start = 0) =>
  `email,n\n${Array.from({ length: count }, (_, at) => `p${start + at}@example.org,${at}\n`).join('')}`;

test('rows that do not fit are no part of the audience, and counted; refused ones too', async () => {
  const list = tempList(
    'email,state\na@example.org,NY\nb@example.org,CA\nnone,CA\nno,NY\nx,y,CA\nc@example.org,ny\n',
  );
  const { emails, selection } = await select([list], { where: parseWhere('state = "NY"') });
  expect(emails).toEqual(['a@example.org', 'no', 'x', 'c@example.org']);
  expect(selection.leftOut).toEqual({ where: 2, excluded: 0, sample: 0 });
});

test('a column that a later list does not have is known before the first is read', async () => {
  const lists = [tempList('email,state\na@example.org,NY\n'), tempList('email\nb@example.org\n')];
  await expect(select(lists, { where: parseWhere('state = "NY"') })).rejects.toMatchObject({
    code: 'where-column',
    exit: 2,
  });
});

describe('those to leave out', () => {
  test('go by their mailboxes, from any list that has addresses', async () => {
    const list = tempList(people(6));
    const exclude = [
      tempList('email\nP0@Example.org\n\n'),
      tempList('recipient;email;state;reason\n7; p3@example.org ;accepted;\n'),
    ];
    const { emails, selection } = await select([list], { exclude });
    expect(emails).toEqual(['1', '2', '4', '5'].map((n) => `p${n}@example.org`));
    expect(selection.leftOut).toEqual({ where: 0, excluded: 2, sample: 0 });
    expect(selection.warnings).toEqual([]);
  });

  test('are left out however broken their rows are; rows that name nobody are told', async () => {
    const list = tempList(people(4));
    const exclude = [
      tempList('name,email\nBell, Ana,p1@example.org\nx,p2@example.org,y,z\nnobody,\nno,none\n'),
    ];
    const { emails, selection } = await select([list], { exclude });
    expect(emails).toEqual(['p0@example.org', 'p3@example.org']);
    expect(selection.warnings).toMatchObject([
      { code: 'exclude-unread', what: expect.stringContaining('2 rows'), where: { line: 4 } },
    ]);
  });
});

describe('a sample', () => {
  test('has the size that is asked for, in the order of the list, and comes again', async () => {
    const list = tempList(people(500));
    const first = await select([list], { sample: 50 });
    const again = await select([list], { sample: 50 });
    expect(first.emails).toHaveLength(50);
    expect(again.emails).toEqual(first.emails);
    expect(first.selection.leftOut.sample).toBe(450);
    const order = first.emails.map((email) => Number(/\d+/.exec(email)?.[0]));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test('is another one for another list, and a smaller one lies within a larger', async () => {
    const content = people(500);
    const [one, other] = [tempList(content, 'one.csv'), tempList(content, 'other.csv')];
    const [small, large, foreign] = await Promise.all([
      select([one], { sample: 40 }),
      select([one], { sample: 80 }),
      select([other], { sample: 40 }),
    ]);
    expect(large.emails).toEqual(expect.arrayContaining(small.emails));
    expect(foreign.emails).not.toEqual(small.emails);
    expect(basename(one)).not.toBe(basename(other));
  });

  test('counts people, not rows, over several lists, among those who fit and are not left out', async () => {
    const lists = [tempList(people(100), 'a.csv'), tempList(people(100, 50), 'b.csv')];
    const exclude = [tempList(people(20))];
    const where = parseWhere('n >= 10');
    const { emails, selection } = await select(lists, { sample: 30, exclude, where });
    expect(new Set(emails).size).toBe(30);
    for (const email of emails) expect(Number(/\d+/.exec(email)?.[0])).toBeGreaterThanOrEqual(20);
    const { where: unfit, excluded, sample } = selection.leftOut;
    expect(unfit + excluded + sample + emails.length).toBe(200);
  });

  test('of more than there are is everybody, and refused rows stay to be told', async () => {
    const { emails, selection } = await select([tempList(`${people(3)}none,x\n`)], { sample: 10 });
    expect(emails).toHaveLength(4);
    expect(selection.leftOut.sample).toBe(0);
  });

  test('draws each part of a list as often as any other', async () => {
    const { emails } = await select([tempList(people(20_000))], { sample: 4000 });
    const tenths = Array.from({ length: 10 }, () => 0);
    for (const email of emails) {
      const tenth = Math.floor(Number(/\d+/.exec(email)?.[0]) / 2000);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // Each tenth has 400 but for chance: 6 standard deviations are 114.
    for (const drawn of tenths) expect(Math.abs(drawn - 400)).toBeLessThan(114);
  });

  test('holds the lowest different lots, whatever their order and number', () => {
    const lots = fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 6000, size: 'max' });
    fc.assert(
      fc.property(lots, fc.integer({ min: 1, max: 1500 }), (all, size) => {
        const draw = openDraw(size);
        for (const lot of all) draw.add(lot);
        const lowest = [...new Set(all)].sort((a, b) => a - b);
        expect(draw.threshold()).toBe(lowest[size - 1] ?? Number.POSITIVE_INFINITY);
      }),
      { numRuns: 30 },
    );
  });
});

test('columns that staff chose hold for the condition and for those to leave out', async () => {
  const list = tempList('Mail,Ort\na@example.org,Bonn\nb@example.org,Bonn\nc@example.org,Köln\n');
  const { emails } = await select([list], {
    columns: parseColumns(['email=Mail,city=Ort']),
    where: parseWhere('city = "bonn"'),
    exclude: [tempList('Mail\nb@example.org\n')],
  });
  expect(emails).toEqual(['a@example.org']);
});
