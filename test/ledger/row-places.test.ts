import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { openRowPlaces } from '../../src/ledger/row-places.ts';
import { address, draft, rowsOf, supporter } from './ledgers.ts';

describe('where recipients stood on the lists', () => {
  it('is told for each, however the lists have gaps', () => {
    const gaps = fc.array(
      fc.tuple(fc.constantFrom('a.csv', 'b.csv'), fc.integer({ min: 1, max: 3 })),
    );
    fc.assert(
      fc.property(gaps, (rows) => {
        const places = openRowPlaces();
        let line = 1;
        const expected = rows.map(([file, gap]) => {
          line += gap;
          places.add(file, line);
          return `${file}:${line}`;
        });
        expect(rows.map((_, index) => places.placeOf(index + 1))).toEqual(expected);
        expect(places.placeOf(0)).toBeUndefined();
        expect(places.placeOf(rows.length + 1)).toBeUndefined();
      }),
    );
  });

  it('is the list alone once there are too many gaps to keep', () => {
    const places = openRowPlaces(2);
    for (const line of [2, 3, 5, 7, 9]) places.add('a.csv', line);
    places.add('b.csv', 2);
    const all = [1, 2, 3, 4, 5, 6].map((number) => places.placeOf(number));
    expect(all).toEqual(['a.csv:2', 'a.csv:3', 'a.csv:5', 'a.csv', 'a.csv', 'b.csv']);
  });

  it('stands beside every double, within a chunk and far behind it, whoever was left out before', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'outcry-places-'));
    const file = join(folder, 'ledger.sqlite');
    const ledger = await openLedger({ file, now: () => 0, bootedAt: 0 });
    try {
      await ledger.suppress(address('gone'), 'unsubscribed', undefined);
      const names = ['gone', 'ana', 'ana', 'ben', ...Array.from({ length: 6000 }, (_, n) => n)];
      const rows = names.map((name, index) => supporter(name, index + 2));
      const again = ['ben', 5999].map((name) => ({ ...supporter(name, 2), file: 'lists/b.csv' }));
      const { number } = await ledger.openCampaign(draft);
      await ledger.freezeAudience(number, rowsOf([...rows, ...again]), 1000);
    } finally {
      await ledger.close();
    }
    const db = new SQLite(file, { readonly: true });
    const doubles = db.prepare("select file, line, detail from skipped where reason = 'duplicate'");
    const told = doubles.raw().all();
    db.close();
    rmSync(folder, { recursive: true });
    expect(told).toEqual([
      ['lists/a.csv', 4, 'the same address as recipient 1, lists/a.csv:3'],
      ['lists/b.csv', 2, 'the same address as recipient 2, lists/a.csv:5'],
      ['lists/b.csv', 2, 'the same address as recipient 6002, lists/a.csv:6005'],
    ]);
  });
});
