import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { newWorkspace, runHere, runJsonHere } from './run-here.ts';

const APPEAL = 'templates/appeals/safe-harbour.md';
/** Takes more bytes in a letter than it has. */
const CELL = '&'.repeat(990);
/** Greets by two fields. */
const LONG = 'templates/appeals/long.md';
const COLUMNS = ['--columns', 'email=Mail,first_name=Vorname'];
let cwd: string;

beforeAll(async () => {
  cwd = await newWorkspace();
  const german =
    'Mail;Vorname;Ort;donor\r\nana@example.org;Ana;Bonn;yes\r\nzoe@example.org;Zoë;Köln;\r\n=1+1;Eve;Bonn;\r\nben@example.org;Ben;Bonn;no\r\n';
  await writeFile(path.join(cwd, 'german.csv'), Buffer.from(german, 'latin1'));
  await writeFile(path.join(cwd, 'had.csv'), 'email,state\nana@example.org,accepted\n');

  await writeFile(
    path.join(cwd, 'long.csv'),
    `Mail,Vorname,Ort,donor\nx@example.org,${CELL},${CELL},\n`,
  );
  const letter = await readFile(path.join(cwd, APPEAL), 'utf8');
  await writeFile(path.join(cwd, LONG), letter.replace('Dear ', 'Dear {{city}} {{first_name}} '));
});

const dryRun = (...args: string[]) => runJsonHere(['send', APPEAL, '--dry-run', ...args], { cwd });

describe('send', () => {
  it('takes whom staff choose, counts the others apart, and says what was guessed', async () => {
    const { status, json, err } = await dryRun(
      ...['--list', 'german.csv', ...COLUMNS, '--where', 'Ort = "bonn"', '--exclude', 'had.csv'],
    );
    expect(status).toBe(0);
    expect(json).toMatchObject({
      recipients: 1,
      skipped: { duplicate: 0, invalid: 1, suppressed: 0 },
      left_out: { where: 1, excluded: 1, sample: 0 },
    });
    expect(err).toMatch(/german\.csv:3 {2}The list is not UTF-8: it is read as Windows-1252/);
    expect(err).toMatch(/^Where +Ort = "bonn"$/m);
    expect(err).toMatch(/^Except +had\.csv$/m);
    expect(err).toMatch(/^Not chosen +--where leaves out 1 row, --exclude leaves out 1 row$/m);
  });

  it('draws a sample that comes again', async () => {
    const sample = () => dryRun('--list', 'lists/supporters.csv', '--sample', '10');
    const [first, again] = [await sample(), await sample()];
    expect(first.json).toMatchObject({ recipients: 10, left_out: { sample: 981 } });
    expect(again.err.match(/^First copy.*$/m)).toEqual(first.err.match(/^First copy.*$/m));
  });

  it('writes refused rows with reasons, those too that the letter cannot take, and no formula', async () => {
    const lists = ['--list', 'german.csv', 'long.csv', '--columns', 'city=Ort'];
    const { json } = await runJsonHere(
      ['send', LONG, '--dry-run', ...lists, ...COLUMNS, '--rejects', 'rejects.csv'],
      { cwd },
    );
    expect(json).toMatchObject({ recipients: 3, skipped: { invalid: 2 } });

    const rows = parse(await readFile(path.join(cwd, 'rejects.csv')), { bom: true });
    expect(rows).toEqual([
      ['Mail', 'Vorname', 'Ort', 'donor', 'reason'],
      ["'=1+1", 'Eve', 'Bonn', '', 'german.csv:4: the address has no @'],
      ['x@example.org', CELL, CELL, '', expect.stringMatching(/^long\.csv:2: .*bytes/)],
    ]);
  });

  it('never writes refused rows over a list that is left out', async () => {
    const { status, json } = await dryRun(
      ...['--list', 'german.csv', ...COLUMNS, '--exclude', 'had.csv', '--rejects', 'had.csv'],
    );
    expect([status, json.error.code]).toEqual([2, 'rejects-is-list']);
    expect((await runJsonHere(['status'], { cwd })).json.campaigns).toEqual([]);
  });

  it.each([
    [['--where', 'Ort = Bonn'], 'where-column', 'no column "Bonn"'],
    [['--where', 'Ort = "Bonn'], 'where-syntax', 'never closed'],
    [['--columns', 'first_name=Vornme'], 'column-unknown', 'Did you mean "Vorname"?'],
    [['--columns', 'Vorname'], 'usage', 'does not say which column'],
    [['--sample', '0'], 'usage', 'at least 1'],
  ])('refuses %j as %s', async (args, code, what) => {
    const { status, json } = await dryRun('--list', 'german.csv', ...COLUMNS, ...args);
    expect([status, json.error.code]).toEqual([2, code]);
    expect(json.error.what).toContain(what);
  });

  it('says so if nobody is left', async () => {
    const { json } = await dryRun('--list', 'german.csv', ...COLUMNS, '--where', 'Ort = "Ulm"');
    expect(json.error.code).toBe('audience-empty');
    expect(json.error.what).toContain('--where leaves out 4 rows.');
  });
});

describe('check', () => {
  it('looks at the chosen rows only, says what was guessed, and writes what is refused', async () => {
    const { status, json } = await runJsonHere(
      [
        'check',
        APPEAL,
        '--list',
        'german.csv',
        ...COLUMNS,
        '--where',
        'not donor',
        '--rejects',
        'r.csv',
      ],
      { cwd },
    );
    expect(status).toBe(0);
    expect(json.left_out).toEqual({ where: 1, excluded: 0, sample: 0 });
    const codes = json.problems.map(({ code }: { code: string }) => code);
    expect(codes).toContain('list-windows-1252');
    expect(codes).toContain('rows-left-out');
    expect(await readFile(path.join(cwd, 'r.csv'), 'utf8')).toContain('the address has no @');
  });

  it('has an error if nobody is left', async () => {
    const { status, json } = await runJsonHere(
      ['check', APPEAL, '--list', 'german.csv', ...COLUMNS, '--where', 'Ort = "Ulm"'],
      { cwd },
    );
    expect(status).toBe(1);
    expect(json.problems).toContainEqual(
      expect.objectContaining({ code: 'audience-empty', severity: 'error' }),
    );
  });
});

describe('lists check', () => {
  it('tells which lists share supporters', async () => {
    const { out } = await runHere(['lists', 'check', 'had.csv', 'german.csv'], { cwd });
    expect(out).toContain('1 in german.csv, on had.csv already');
  });

  it('says what a file is that is no list, and goes on with the others', async () => {
    await writeFile(path.join(cwd, 'book.xlsx'), 'PK\x03\x04…[Content_Types].xml');
    const { status, json } = await runJsonHere(['lists', 'check', 'book.xlsx', 'had.csv'], { cwd });
    expect(status).toBe(1);
    expect(json).toMatchObject({ rows: 1, valid: 1 });
    expect(json.problems[0]).toMatchObject({
      code: 'list-not-csv',
      file: 'book.xlsx',
      what: 'This is no CSV file, but an Excel workbook.',
      fix: expect.stringContaining('CSV UTF-8'),
    });
  });
});

it('outcry.yaml says for all commands which column is which field', async () => {
  const own = await newWorkspace();
  const file = path.join(own, 'outcry.yaml');
  const before = await readFile(file, 'utf8');
  await writeFile(path.join(own, 'list.csv'), 'Kontakt,Vorname,donor\nana@example.org,Ana,\n');
  await writeFile(file, `${before}\ncolumns: { email: [Mail, Kontakt], first_name: Vorname }\n`);
  const list = ['--list', 'list.csv'];
  const place = { cwd: own };
  expect((await runJsonHere(['check', APPEAL, ...list], place)).json.ok).toBe(true);
  const build = ['build', APPEAL, '--out', 'out', ...list, '--to', 'ana@example.org'];
  expect((await runHere(build, place)).status).toBe(0);
  expect(await readFile(path.join(own, 'out', 'copy.txt'), 'utf8')).toContain('Ana');
  expect((await runJsonHere(['lists', 'check', 'list.csv'], place)).json.valid).toBe(1);
  await writeFile(file, `${before}\ncolumns: { sign_link: Mail }\n`);
  const { status, json } = await runJsonHere(['check', APPEAL, ...list], place);
  expect([status, json.error.code]).toEqual([3, 'config-invalid']);
});
