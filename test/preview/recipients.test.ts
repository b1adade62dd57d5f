import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Supporter } from '../../src/ledger/ledger.ts';
import { openHardest } from '../../src/preview/hardest.ts';
import { openRecipientIndex } from '../../src/preview/recipient-index.ts';
import type { Address, Fields } from '../../src/terms.ts';

const supporter = (email: string, fields: Fields = {}): Supporter => ({
  email: email as Address,
  fields,
  file: 'people.csv',
  line: 2,
});

describe('the index', () => {
  it('gives everybody her row once, in the order of the list', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e')), (names) => {
        const index = openRecipientIndex();
        const emails = names.map((name) => `${name}@example.org`);
        for (const email of emails) index.add([supporter(email)]);
        const distinct = [...new Set(emails)];
        expect(index.count).toBe(distinct.length);
        expect(distinct.map((email) => index.rowOf(email))).toEqual(distinct.map((_, i) => i + 1));
        expect(distinct.map((_, i) => index.at(i + 1)?.email)).toEqual(distinct);
        index.close();
      }),
    );
  });

  it('gives a supporter back as she was put in', () => {
    const index = openRecipientIndex();
    const fields = { first_name: "O'Brien & <b>", city: 'Łódź', note: 'line\nbreak 🌊' };
    index.add([supporter('ana@example.org', fields)]);
    expect(index.at(1)).toMatchObject(supporter('ana@example.org', fields));
    expect(index.at(2)).toBe(undefined);
    expect(index.rowOf('ben@example.org')).toBe(0);
    index.close();
  });

  it('finds names before other cells, and says when there are more', () => {
    const index = openRecipientIndex();
    index.add([
      supporter('a@example.org', { first_name: 'Walter', city: 'San José' }),
      supporter('b@example.org', { first_name: 'José' }),
    ]);
    expect(index.find('jose', 5).found.map(({ row }) => row)).toEqual([2, 1]);
    expect(index.find('jose', 1)).toMatchObject({ found: [{ row: 2 }], hasMore: true });
    index.close();
  });
});

describe('the hardest', () => {
  const pick = (rows: readonly Fields[], used: readonly string[] = []) => {
    const hardest = openHardest();
    for (const [index, fields] of rows.entries()) hardest.see(index + 1, fields);
    return new Map(hardest.pick(used).map(({ why, row }) => [why, row]));
  };
  const ANA = { first_name: 'Ana', last_name: 'Arce', donor: 'yes' };

  it.each([
    ['name', 'has the longest name', { ...ANA, first_name: 'Wilhelmina' }],
    ['direction', 'is written from right to left', { ...ANA, first_name: 'יעל' }],
    ['direction', 'has a cell from right to left', { ...ANA, city: 'القاهرة' }],
    ['odd', 'has an emoji in her name', { ...ANA, first_name: 'A🌊' }],
    ['odd', 'has markup in a cell', { ...ANA, city: '<b>Rome</b>' }],
    ['odd', 'has an apostrophe where nobody has worse', { ...ANA, last_name: "O'B" }],
  ] as const)('by %s is who %s', (why, _what, fields) => {
    expect(pick([ANA, fields, ANA]).get(why)).toBe(2);
  });

  it('by missing fields is the first who lacks most of what the letter uses', () => {
    const rows = [
      ANA,
      { first_name: '', last_name: '', donor: 'yes' },
      { first_name: '', last_name: 'Ash', donor: '' },
      { first_name: '', last_name: 'Elm', donor: '' },
    ];
    expect(pick(rows, ['first_name', 'donor']).get('missing')).toBe(3);
    expect(pick(rows, ['last_name']).get('missing')).toBe(2);
    expect(pick(rows, ['no_such_column']).get('missing')).toBe(1);
    expect(pick([ANA], ['first_name']).has('missing')).toBe(false);
  });

  it('is nobody where nobody is hard', () => {
    expect([...pick([{ city: 'Rome' }]).keys()]).toEqual([]);
  });
});
