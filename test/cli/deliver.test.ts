import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { getDocumentProxy } from 'unpdf';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { type Desk, openDesk } from './a-desk.ts';
import { ledgerOf, openWhile, type Signer, SLUG, signPetition } from './sign-petition.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.list('one.csv', 'ana');
  await desk.send(['one.csv', '--yes']);
});
afterEach(() => desk.close());

const deliver = (...args: string[]) => desk.outcry(['signatures', 'deliver', SLUG, ...args]);
const deliveries = () => desk.outcry(['signatures', 'deliveries', SLUG]);
const lies = (...parts: string[]) => path.join(desk.cwd, ...parts);

const sign = (...signers: Signer[]) => signPetition(ledgerOf(desk), ...signers);
const withLedger = <T>(use: (ledger: Ledger) => Promise<T>) => openWhile(ledgerOf(desk), use);

const rows = (...file: string[]): Record<string, string>[] =>
  parse(readFileSync(lies(...file)), { columns: true, bom: true });

async function textOf(...file: string[]): Promise<string> {
  const pdf = await getDocumentProxy(new Uint8Array(readFileSync(lies(...file))));
  const pages: string[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    pages.push(items.map((item: object) => ('str' in item ? item.str : '')).join(''));
  }
  return pages.join('\n');
}

describe('signatures deliver', () => {
  it('makes a PDF and a CSV, with their SHA-256 in the ledger', async () => {
    await sign({ name: 'José', last: 'Álvarez' }, { name: '王小明', country: 'TW' });
    const { status, json } = await deliver();
    expect(status).toBe(0);
    expect(json).toMatchObject({ number: 1, signatures: 2, state: 'made', scope: 'new' });
    const folder = `${SLUG}-delivery-1`;
    expect(readdirSync(lies(folder)).sort()).toEqual([
      `${folder}.csv`,
      `${folder}.pdf`,
      'receipt.json',
    ]);
    for (const { name, sha256, bytes } of json.files) {
      const content = readFileSync(lies(folder, name));
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
      expect(content.length).toBe(bytes);
    }
    const text = await textOf(folder, `${folder}.pdf`);
    expect(text).toContain('2 people have signed');
    expect(text).toContain('José Álvarez');
    expect(text).toContain('王小明');
    expect(text).toContain('Page 2 of 2');
    expect(text).toMatch(/Spain\s*1/);
    expect((await deliveries()).json).toMatchObject({
      undelivered: 0,
      deliveries: [{ number: 1, files: json.files }],
    });
  });

  it('hands over names and places, no address, and comments only of who agreed', async () => {
    await sign(
      { name: 'Ana', comment: 'For all to read.', consents: ['show'] },
      { name: 'Ben', comment: 'Only for you.' },
      { name: 'Chi', comment: 'Weeded out.', consents: ['show'] },
      { name: '=1+1', comment: '@SUM(A1)', consents: ['show'] },
    );
    await desk.outcry(['signatures', 'redact', SLUG, '3', '--reason', 'insults', '--yes']);
    const { json } = await deliver();
    expect(json.withheld_comments).toBe(1);
    const csv = rows(`${SLUG}-delivery-1`, `${SLUG}-delivery-1.csv`);
    expect(csv.map(({ first_name, comment }) => [first_name, comment])).toEqual([
      ['Ana', 'For all to read.'],
      ['Ben', ''],
      ['Chi', ''],
      ["'=1+1", "'@SUM(A1)"],
    ]);
    expect(Object.keys(csv[0] ?? {})).not.toContain('email');
    const text = await textOf(`${SLUG}-delivery-1`, `${SLUG}-delivery-1.pdf`);
    expect(text).toContain('For all to read.');
    expect(text).not.toMatch(/Only for you|Weeded out|example\.org/);
    expect(text).toContain('=1+1');
    expect(text).not.toContain("'=1+1");
  });

  it('holds only what is new since the last one, unless all is asked for', async () => {
    await sign({ name: 'Ana' }, { name: 'Ben' });
    await deliver();
    expect(await deliver()).toMatchObject({
      status: 1,
      json: { error: { code: 'delivery-nothing' } },
    });
    await sign({ name: 'Chi' });
    expect((await deliver('--since-last')).json).toMatchObject({ number: 2, signatures: 1 });
    expect(rows(`${SLUG}-delivery-2`, `${SLUG}-delivery-2.csv`)).toMatchObject([
      { number: '1', first_name: 'Chi' },
    ]);
    const second = await textOf(`${SLUG}-delivery-2`, `${SLUG}-delivery-2.pdf`);
    expect(second).toMatch(/Signatures in all deliveries so far\s*3/);
    expect((await deliver('--all')).json).toMatchObject({ number: 3, signatures: 3, scope: 'all' });
    expect((await deliver()).status).toBe(1);
  });

  it('leaves out who was erased, and who was found invalid until that is undone', async () => {
    await sign({ name: 'Ana' }, { name: 'Ben' }, { name: 'Chi' });
    await desk.outcry(['supporter', 'erase', 'ana@example.org', '--yes']);
    const act = await withLedger((ledger) =>
      ledger.takeOut({
        petition: SLUG,
        kind: 'invalidate',
        chosen: '2',
        reason: 'spam',
        by: 'staff',
        numbers: [2 as never],
      }),
    );
    await deliver();
    const names = (number: number) =>
      rows(`${SLUG}-delivery-${number}`, `${SLUG}-delivery-${number}.csv`).map(
        ({ first_name }) => first_name,
      );
    expect(names(1)).toEqual(['Chi']);
    await withLedger((ledger) => ledger.takeBack(act.number, 'staff'));
    await deliver();
    expect(names(2)).toEqual(['Ben']);
  });

  it('makes files for each country, and a cover with the sums', async () => {
    await sign({ name: 'Ana' }, { name: 'Ben', country: 'FR' }, { name: 'Chi', country: '' });
    const { json } = await deliver('--by', 'country');
    const stem = `${SLUG}-delivery-1`;
    expect(json.files.map(({ name }: { name: string }) => name)).toEqual([
      `${stem}-cover.pdf`,
      `${stem}-elsewhere.pdf`,
      `${stem}-elsewhere.csv`,
      `${stem}-es.pdf`,
      `${stem}-es.csv`,
      `${stem}-fr.pdf`,
      `${stem}-fr.csv`,
    ]);
    const cover = await textOf(stem, `${stem}-cover.pdf`);
    expect(cover).toMatch(/France\s*1/);
    expect(cover).toMatch(/Elsewhere, or not said\s*1/);
    expect(cover).not.toContain('Ben');
    expect(await textOf(stem, `${stem}-fr.pdf`)).toMatch(/France: 1 person has signed.*Ben/s);
    expect(rows(stem, `${stem}-fr.csv`)).toMatchObject([{ number: '1', first_name: 'Ben' }]);
  });

  it('makes volumes where a file would hold more than is wished', async () => {
    await sign(...Array.from({ length: 205 }, (_, index) => ({ name: `N${index}` })));
    const { json } = await deliver('--volume', '100');
    const pdfs = json.files.filter(({ name }: { name: string }) => name.endsWith('.pdf'));
    expect(pdfs.map(({ signatures }: { signatures: number }) => signatures)).toEqual([100, 100, 5]);
    const last = `${SLUG}-delivery-1-volume-3`;
    expect(await textOf(`${SLUG}-delivery-1`, `${last}.pdf`)).toMatch(/Volume\s*3 of 3/);
    expect(rows(`${SLUG}-delivery-1`, `${last}.csv`)[0]).toMatchObject({ number: '201' });
  });

  it('writes over nothing', async () => {
    await sign({ name: 'Ana' });
    mkdirSync(lies('there'));
    expect(await deliver('--out', 'there')).toMatchObject({
      status: 2,
      json: { error: { code: 'file-foreign' } },
    });
    expect(readdirSync(lies('there'))).toEqual([]);
    expect((await deliver('--out', 'elsewhere')).json).toMatchObject({ number: 1, signatures: 1 });
    expect(existsSync(lies('elsewhere', `${SLUG}-delivery-1.pdf`))).toBe(true);
  });

  it('says what a delivery would hold, and makes nothing', async () => {
    await sign({ name: 'Ana' });
    expect((await deliver('--dry-run')).json).toMatchObject({ number: 1, new: 1, dry_run: true });
    expect(existsSync(lies(`${SLUG}-delivery-1`))).toBe(false);
    expect((await deliveries()).json).toEqual({ deliveries: [], undelivered: 1 });
  });

  it.each([
    [['--all', '--since-last'], 'usage'],
    [['--by', 'shoe'], 'delivery-field'],
    [['--send'], 'delivery-address'],
    [['--send', '--to', 'nobody'], 'usage'],
    [['--send', '--to', 'a@example.org', '--number', '7'], 'delivery-missing'],
    [['--number', '1'], 'usage'],
    [['--volume', '1'], 'usage'],
  ])('and %j say what is wrong with them', async (args, code) => {
    await sign({ name: 'Ana' });
    const { status, json } = await deliver(...args);
    expect([status, json.error.code]).toEqual([2, code]);
  });
});

describe('a delivery that died', () => {
  it('half-way is made anew, with the same number and nobody twice or lost', async () => {
    await sign({ name: 'Ana' }, { name: 'Ben' });
    await die(async (ledger) => {
      const opened = await ledger.openDelivery(SLUG, settings());
      if (!('delivery' in opened)) throw new Error('busy');
      await ledger.claimDeliveryPage(opened.delivery, { after: undefined, limit: 1 });
    });
    mkdirSync(lies(`${SLUG}-delivery-1.part`));
    writeFileSync(lies(`${SLUG}-delivery-1.part`, '.delivery'), '');
    expect((await deliver()).json).toMatchObject({ number: 1, signatures: 2 });
    expect(readdirSync(desk.cwd).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('after its files lay there is known by its receipt', async () => {
    await sign({ name: 'Ana' });
    const { json: first } = await deliver();
    await run("update deliveries set state = 'open', receipt = '', pid = 4194305");
    await sign({ name: 'Ben' });
    expect((await deliver()).json).toMatchObject({ number: 1, signatures: 1, files: first.files });
    expect((await deliver()).json).toMatchObject({ number: 2, signatures: 1 });
  });

  it('is not touched while another process is at it', async () => {
    await sign({ name: 'Ana' });
    await deliver();
    await run(`update deliveries set state = 'open', receipt = '', pid = ${process.ppid}`);
    expect(await deliver()).toMatchObject({
      status: 3,
      json: { error: { code: 'delivery-busy' } },
    });
  });

  const settings = () => ({ scope: 'new', by: undefined, folder: lies('{delivery}') }) as const;

  async function die(work: Parameters<typeof withLedger>[0]): Promise<void> {
    await withLedger(work);
    await run('update deliveries set pid = 4194305');
  }

  async function run(sql: string): Promise<void> {
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(lies('.outcry', 'ledger.sqlite'));
    db.exec(sql);
    db.close();
  }
});
