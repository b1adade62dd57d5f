import { chmod, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../src/doctor/check-files.ts';
import {
  checkDisk,
  judgeDatabase,
  judgeLedger,
  judgeSpace,
} from '../../src/doctor/check-ledger.ts';
import {
  checkConfig,
  checkNode,
  checkSecrets,
  OLDEST_NODE,
} from '../../src/doctor/check-workspace.ts';
import { examineLedger } from '../../src/doctor/examine-ledger.ts';
import { inspectDatabase, inspectLedger } from '../../src/ledger/inspect-ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createDatabase, dropDatabase, run } from '../ledger/a-database.ts';
import { aSetup, codesOf } from './a-setup.ts';

describe('Node.js', () => {
  it('must be as new as package.json says', async () => {
    const { engines } = JSON.parse(await readFile('package.json', 'utf8'));
    expect(engines.node).toBe(`>=${OLDEST_NODE.replace(/\.0$/, '')}`);
  });

  it.each([
    ['20.19.0', 'ok'],
    ['20.20.2', 'ok'],
    ['22.0.0', 'ok'],
    ['100.1.0', 'ok'],
    ['20.18.9', 'error'],
    ['18.99.9', 'error'],
  ])('%s is %s', (nodeVersion, state) => {
    const finding = checkNode(aSetup({ nodeVersion }));
    expect(finding.state).toBe(state);
    expect(codesOf([finding])).toEqual(state === 'ok' ? [] : ['error node-old']);
  });
});

describe('the configuration', () => {
  it('names a web hook that can be posted to, which is not shown', () => {
    const { config } = aSetup();
    const at = (notify: string) => ({ config: config && { ...config, notify } });
    expect(checkConfig(aSetup()).state).toBe('ok');
    expect(checkConfig(aSetup(at('https://hooks.example.org/T1/secret'))).state).toBe('ok');
    const inFile = checkConfig(aSetup(at('http://hooks.example.org/T1/secret')));
    expect(inFile.problems).toMatchObject([{ code: 'notify-url', where: { file: 'outcry.yaml' } }]);
    const inEnvironment = checkConfig(aSetup({ environment: { OUTCRY_NOTIFY_URL: 'T1/secret' } }));
    expect(codesOf([inEnvironment])).toEqual(['error notify-url']);
    expect(JSON.stringify([inFile, inEnvironment])).not.toContain('secret');
  });
});

describe('the secrets', () => {
  const SHORT = 'too-short-to-be-safe';

  it.each([
    { reason: 'missing', secret: '', code: ['error secret-missing'] },
    { reason: 'short', secret: SHORT, code: ['error secret-too-short'] },
    {
      reason: 'one good, one short',
      secret: `${'g'.repeat(32)},${SHORT}`,
      code: ['error secret-too-short'],
    },
    { reason: 'good', secret: 'g'.repeat(32), code: [] },
  ])('are $reason, and never shown', async ({ secret, code }) => {
    const finding = await checkSecrets(aSetup({ environment: { OUTCRY_SECRET: secret } }));
    expect(codesOf([finding])).toEqual(code);
    expect(JSON.stringify(finding)).not.toMatch(/too-short-to|ggg/);
  });

  it('are for nobody else on this machine', async () => {
    const setup = aSetup();
    const file = path.join(setup.folder, '.env');
    await writeFile(file, '', { mode: 0o600 });
    expect((await checkSecrets(setup)).state).toBe('ok');
    await chmod(file, 0o644);
    const open = await checkSecrets(setup);
    expect(codesOf([open])).toEqual(['warning env-open']);
    expect(open.problems[0]?.fix).toContain('chmod 600');
  });
});

describe('the templates', () => {
  /** Templates of a workspace with this file in them. */
  async function withFile(name: string, content: string | Buffer) {
    const setup = aSetup();
    const root = path.join(setup.folder, 'templates');
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), content);
    return checkFiles({ ...setup, templateRoots: [root, 'templates'] });
  }

  it('are well as they come', async () => {
    const finding = await checkFiles(aSetup());
    expect(finding.state).toBe('ok');
    expect(finding.what).toMatch(/All \d\d+ files/);
  });

  it.each([
    ['letters/own.mjml', Buffer.from('<mjml>caf\xe9</mjml>', 'latin1'), 'template-not-text'],
    ['pages/sign.hbs', '{{#if open}}', 'page-template'],
    ['pages/sign.hbs', '{{nowhere}}', 'page-template'],
    ['words/en.yaml', 'pages: { no_such_word: x }', 'words-unknown-key'],
    ['mails/confirm.txt', '{{nowhere}}', 'page-template'],
  ])('are not with %s', async (name, content, code) => {
    const finding = await withFile(name, content);
    expect(codesOf([finding])).toContain(`error ${code}`);
    expect(JSON.stringify(finding.problems)).toContain(path.basename(name));
  });

  it('wait for outcry.yaml', async () => {
    expect((await checkFiles(aSetup({ config: undefined }))).state).toBe('skipped');
  });
});

describe('the ledger', () => {
  const checkLedger = async (file: string) => judgeLedger(file, inspectLedger(file));
  const checkDatabase = async (address: string) => judgeDatabase(await inspectDatabase(address));

  it('need not be there yet, and is not made by looking', async () => {
    const { ledgerFile, folder } = aSetup();
    expect(await checkLedger(ledgerFile)).toMatchObject({ state: 'ok' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is looked at without a change, and without a file left beside it', async () => {
    const { ledgerFile, folder } = aSetup();
    await (await openLedger({ file: ledgerFile, now: Date.now })).close();
    const before = await readFile(ledgerFile);
    expect((await checkLedger(ledgerFile)).what).toMatch(/up to date/);
    expect(before.equals(await readFile(ledgerFile))).toBe(true);
    expect(await readdir(path.join(folder, '.outcry'))).toEqual(['ledger.sqlite']);
  });

  it('may be in a database, which is not changed by looking', async () => {
    const database = await createDatabase();
    expect((await checkDatabase(database)).what).toContain('There is none yet');
    expect(await run(`select 1 from pg_tables where schemaname = 'public'`, database)).toEqual([]);
    await (await openLedger({ database, now: Date.now })).close();
    const finding = await checkDatabase(database);
    expect(finding).toMatchObject({ state: 'ok' });
    expect(finding.what).toMatch(
      /up to date: the database ledger-\S+ at 127\.0\.0\.1:\d+ \(PostgreSQL 1\d, .* ms away\)\.$/,
    );
    await run(`delete from kysely_migration where name >= '0002'`, database);
    expect(codesOf([await checkDatabase(database)])).toContain('warning ledger-older');
    await run(`insert into kysely_migration values ('0099-later', '2030')`, database);
    expect(codesOf([await checkDatabase(database)])).toContain('error ledger-newer');
    await run(
      `do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$`,
      database,
    );
    expect(codesOf([await checkDatabase(database)])).toContain('error ledger-read-only');
    await dropDatabase(database);
  });

  it.each([
    [0.3, [], /less than 1 ms away/],
    [49, [], /49 ms away/],
    [120, ['warning database-far'], /takes 120 ms/],
  ])('may be in a database near by, or far away: %d ms', (roundTrip, codes, words) => {
    const sound = {
      exists: true,
      pending: [],
      unknown: [],
      run: ['0001'],
      isReadOnly: false,
      waiting: 0,
    };
    const finding = judgeDatabase({ ...sound, place: 'db', version: 160_004, roundTrip });
    expect(codesOf([finding])).toEqual(codes);
    expect(finding.what).toMatch(words);
  });

  it('is looked for in the database where one is named, away or not', async () => {
    const OUTCRY_DATABASE_URL = 'postgres://outcry:secret@127.0.0.1:1/outcry';
    const { environment } = aSetup();
    const setup = aSetup({ environment: { ...environment, OUTCRY_DATABASE_URL } });
    const { findings, waiting } = await examineLedger(setup);
    expect(waiting).toBeUndefined();
    expect(codesOf(findings)).toContain('error database-away');
    expect(JSON.stringify(findings)).not.toContain('secret');
  });

  it('may be in use meanwhile', async () => {
    const { ledgerFile } = aSetup();
    const ledger = await openLedger({ file: ledgerFile, now: Date.now });
    expect((await checkLedger(ledgerFile)).state).toBe('ok');
    await ledger.close();
  });

  it.each([
    ['an older', "delete from kysely_migration where name like '0008%'", 'warning ledger-older'],
    ['a newer', "insert into kysely_migration values ('9999-later', '2099')", 'error ledger-newer'],
  ])('of %s Outcry is told, and left as it is', async (_, change, code) => {
    const { ledgerFile } = aSetup();
    await (await openLedger({ file: ledgerFile, now: Date.now })).close();
    const db = new SQLite(ledgerFile);
    db.exec(change);
    db.close();
    const before = await readFile(ledgerFile);
    expect(codesOf([await checkLedger(ledgerFile)])).toEqual([code]);
    expect(before.equals(await readFile(ledgerFile))).toBe(true);
  });

  it('is damaged where a page in it is', async () => {
    const { ledgerFile } = aSetup();
    await (await openLedger({ file: ledgerFile, now: Date.now })).close();
    const bytes = await readFile(ledgerFile);
    // Past the first page, which names the tables.
    bytes.fill(0xff, bytes.length - 4096);
    await writeFile(ledgerFile, bytes);
    await expect(checkLedger(ledgerFile)).rejects.toMatchObject({ code: 'ledger-damaged' });
  });

  it('is none where something else stands in its place', async () => {
    const { ledgerFile } = aSetup();
    await mkdir(path.dirname(ledgerFile));
    await cp('README.md', ledgerFile);
    await expect(checkLedger(ledgerFile)).rejects.toMatchObject({ code: 'ledger-not-a-database' });
  });

  it.each([
    [2_340_000_000, [], '2.3 GB are free.'],
    [400_000_000, ['warning disk-low'], 'Only 400 MB are free on the disk of the ledger.'],
    [1_999_999, ['error disk-low'], 'Only 1 MB are free on the disk of the ledger.'],
  ])('has a disk with room, or not: %d bytes', async (free, codes, words) => {
    const finding = judgeSpace(free);
    expect(codesOf([finding])).toEqual(codes);
    expect(finding.what).toBe(words);
    // Of whatever disk this is, something is told.
    expect((await checkDisk(aSetup().ledgerFile)).what).toMatch(/\d (GB|MB) are free/);
  });
});
