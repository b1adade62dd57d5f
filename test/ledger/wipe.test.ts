import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { ANA, event, HERS, liveALife } from './a-life.ts';
import { draft, rowsOf, supporter, supporters } from './ledgers.ts';

/** What only SQLite can show: every column of every table, and every byte of its files. */
describe('the file of a ledger from which somebody was erased', () => {
  let folder: string;
  let file: string;
  let ledger: Ledger;
  const open = (patienceMs?: number) => openLedger({ file, now: () => 1, patienceMs });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'outcry-wipe-'));
    file = join(folder, 'ledger.sqlite');
    ledger = await open();
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });

  function foundInRows(): string[] {
    const db = new SQLite(file, { readonly: true });
    const tables = db
      .prepare("select name from sqlite_master where type = 'table'")
      .pluck()
      .all() as string[];
    const rows = tables.flatMap((table) =>
      db
        .prepare(`select * from "${table}"`)
        .all()
        .map((row) => `${table}: ${JSON.stringify(row)}`),
    );
    db.close();
    return rows.filter((row) => HERS.some((one) => row.toLowerCase().includes(one.toLowerCase())));
  }

  /** Also those that are no part of any row any more. */
  function foundInBytes(): string[] {
    return readdirSync(folder).flatMap((name) => {
      const bytes = readFileSync(join(folder, name)).toString('latin1').toLowerCase();
      return HERS.filter((one) => bytes.includes(one.toLowerCase())).map(
        (one) => `${name}: ${one}`,
      );
    });
  }

  /** So many others, before and after, that what is hers has been moved from page to page. */
  async function liveAmongMany(): Promise<void> {
    await liveALife(ledger);
    const { number } = await ledger.openCampaign({ ...draft, name: 'third' });
    await ledger.unsuppress(ANA, 'for this test');
    const hers = { ...supporter('ana', 1), email: ANA, fields: { last_name: 'Quillfeather' } };
    const rows = supporters(4000).flatMap((one, index) => (index === 2000 ? [hers, one] : [one]));
    await ledger.freezeAudience(number, rowsOf(rows), 500);
  }

  it('has nothing of hers in any column of any table', async () => {
    await liveAmongMany();
    const tables = new Set(foundInRows().map((row) => row.split(':')[0]));
    expect([...tables].sort()).toEqual(
      [
        'clicks',
        'events',
        'former_suppressions',
        'pending_signatures',
        'preferences',
        'recipients',
        'signatures',
        'skipped',
        'suppressions',
        'tests',
      ].filter((table) => table !== 'suppressions'),
    );
    await ledger.eraseSupporter(ANA, { withdraw: false });
    await ledger.recordEvents([event(1 as never, 1, 'late', ANA, 'bounced')]);
    expect(foundInRows()).toEqual([]);
  });

  it('has nothing of hers in any byte of any file, once it is wiped', async () => {
    await liveAmongMany();
    expect(foundInBytes()).toEqual(expect.arrayContaining(['ledger.sqlite-wal: anastasia.quill']));
    await ledger.eraseSupporter(ANA, { withdraw: false });
    await ledger.wipe();
    expect(foundInBytes()).toEqual([]);
    expect(await ledger.erasedAt(ANA)).toBe(1);
  });

  it('can be wiped while the web side has it open, and goes on to be written there', async () => {
    await liveALife(ledger);
    const other = await open();
    await other.eraseSupporter(ANA, { withdraw: true });
    await other.wipe();
    await other.close();
    await ledger.suppress('c@example.org' as typeof ANA, 'manual', undefined);
    expect(await ledger.isSuppressed(ANA)).toBe(true);
    expect(foundInBytes()).toEqual([]);
  });

  it('says so when another program keeps reading it, and can be wiped later', async () => {
    await liveALife(ledger);
    const reader = new SQLite(file);
    reader.exec('begin; select * from campaigns;');
    const impatient = await open(50);
    await impatient.eraseSupporter(ANA, { withdraw: false });
    await expect(impatient.wipe()).rejects.toMatchObject({ code: 'ledger-locked' });
    reader.close();
    await impatient.wipe();
    await impatient.close();
    expect(foundInBytes()).toEqual([]);
  });
});
