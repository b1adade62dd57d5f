import { exec } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './a-desk.ts';

const PROGRAM = path.resolve('bin/outcry.js');
const shell = promisify(exec);
const NOW = Date.UTC(2026, 10, 24, 9);
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({ now: () => NOW });
});
afterEach(() => desk.close());

const suppressions = (...args: string[]) => desk.outcry(['suppressions', ...args]);
const write = (name: string, text: string) => writeFile(path.join(desk.cwd, name), text);
const list = async (...args: string[]) => (await suppressions('list', ...args)).json;

/** What the list says of one address. */
async function find(email: string) {
  const { suppressions: all } = await list('--limit', '1000');
  return all.find((one: { email: string }) => one.email === email);
}

async function seed(name: string, entries: readonly object[]): Promise<void> {
  const url = `${desk.sandbox.url}/_sandbox/suppressions/${name}`;
  await fetch(url, { method: 'POST', body: JSON.stringify(entries) });
}

describe('suppressions add and list', () => {
  it('keeps an address from being mailed, with a note, and says what was known', async () => {
    const added = await suppressions('add', 'Ana@Example.org', '--why', 'by telephone');
    expect(added).toMatchObject({ status: 0, json: { added: 1, known: 0 } });
    expect((await suppressions('add', 'ana@example.org')).json).toMatchObject({ known: 1 });
    expect(await list()).toEqual({
      total: 1,
      reasons: { manual: 1 },
      erased: 0,
      suppressions: [
        {
          email: 'ana@example.org',
          reason: 'manual',
          at: '2026-11-24T09:00:00.000Z',
          campaign: null,
          detail: 'by telephone',
        },
      ],
    });
    await desk.list('one.csv', 'ana', 'ben');
    const { json } = await desk.send(['one.csv', '--yes']);
    expect(json).toMatchObject({ accepted: 1, skipped: { suppressed: 1 } });
  });

  it('shows those of one reason, and only so many', async () => {
    await write('a.csv', 'email,reason\na@example.org,bounced\nb@example.org,\nc@example.org,\n');
    await suppressions('import', 'a.csv');
    expect((await list('--reason', 'imported')).suppressions).toHaveLength(2);
    expect(await list('--limit', '1')).toMatchObject({ total: 3, suppressions: [{}] });
  });
});

describe('suppressions remove', () => {
  const ANA = 'ana@example.org';

  it('needs no question for what staff have done', async () => {
    await suppressions('add', ANA);
    const removed = await suppressions('remove', ANA, '--why', 'a mistake');
    expect(removed).toMatchObject({ status: 0, json: { removed: [{ email: ANA }] } });
    expect((await list()).total).toBe(0);
  });

  it('wants the address typed again if she said so herself', async () => {
    await write('a.csv', `email,reason\n${ANA},complained\n`);
    await suppressions('import', 'a.csv');
    const remove = (answer?: string) =>
      desk.outcry(
        ['suppressions', 'remove', ANA, '--why', 'her mail'],
        answer === undefined ? {} : { answer },
      );
    expect(await remove()).toMatchObject({ status: 2, json: { error: { code: 'unconfirmed' } } });
    const wrong = await remove('yes');
    expect(wrong).toMatchObject({ status: 1, json: { removed: [] } });
    expect(wrong.err).toMatch(/reported your mail as spam[\s\S]*Nothing was changed/);
    expect((await list()).total).toBe(1);
    expect(await remove('Ana@example.org')).toMatchObject({ status: 0 });
    expect((await list()).total).toBe(0);
  });

  it('removes all or none', async () => {
    await suppressions('add', ANA);
    const { status, json } = await suppressions('remove', ANA, 'ben@example.org', '--why', 'x');
    expect([status, json.error.code]).toEqual([2, 'suppression-missing']);
    expect((await list()).total).toBe(1);
  });
});

describe('suppressions import and export', () => {
  it('takes whatever names an address, says of the rest where, and takes nobody off', async () => {
    const rows = [
      'a@example.org,Unsubscribed',
      'nope,',
      'b@example.org,full,slipped',
      'x,c@example.org',
    ];
    await write('old.csv', ['E-Mail,Reason', ...rows].join('\n'));
    const dry = await suppressions('import', 'old.csv', '--dry-run');
    const sums = { rows: 4, added: 3, strengthened: 0, known: 0, invalid: 1 };
    expect(dry).toMatchObject({ status: 1, json: { dry_run: true, ...sums } });
    expect((await list()).total).toBe(0);
    const done = await suppressions('import', 'old.csv', '--why', 'from Mailchimp');
    expect(done).toMatchObject({ status: 1, json: { ...sums, problems: [{ line: 3 }] } });
    expect(await find('a@example.org')).toMatchObject({
      reason: 'unsubscribed',
      detail: expect.stringMatching(/^from Mailchimp \(.*old\.csv:2\)$/),
    });
    expect(await find('b@example.org')).toMatchObject({
      reason: 'imported',
      detail: expect.stringMatching(/^from Mailchimp; full \(.*old\.csv:4\)$/),
    });
    expect((await suppressions('import', 'old.csv')).json).toMatchObject({ added: 0, known: 3 });
  });

  it('brings back exactly what was exported', async () => {
    const rows = [
      '=cmd|x@example.org,bounced,2026-01-02T03:04:05.000Z,"=1+1, ""no"" such user"',
      '+49@example.org,unsubscribed,2025-12-31,on a page',
      'ana@example.org,,1735689600,',
    ];
    await write('in.csv', ['email,reason,at,detail', ...rows].join('\n'));
    expect((await suppressions('import', 'in.csv')).json).toMatchObject({ added: 3, invalid: 0 });
    const before = await list();
    const exported = await suppressions('export', '--csv', 'out.csv');
    expect(exported).toMatchObject({ status: 0, json: { exported: 3 } });
    const csv = await readFile(path.join(desk.cwd, 'out.csv'), 'utf8');
    expect(csv).toMatch(/^'=cmd\|x@example\.org,bounced,2026-01-02T03:04:05\.000Z,,"'=1\+1, /m);
    for (const { email } of before.suppressions) {
      await suppressions('remove', email, '--why', 'a test', '--yes');
    }
    expect((await suppressions('import', 'out.csv')).json).toMatchObject({ added: 3 });
    expect(await list()).toEqual(before);
  });
});

describe('what is read from a pipe', () => {
  it('is whole, however slow its reader is', async () => {
    const people = Array.from({ length: 6000 }, (_, index) => `p${index}@example.org`);
    await write('many.csv', ['email', ...people].join('\n'));
    await suppressions('import', 'many.csv');
    const command = `node ${PROGRAM} suppressions export --csv - | (sleep 1; cat)`;
    const { stdout } = await shell(command, { cwd: desk.cwd, maxBuffer: 5e6 });
    expect(stdout.trim().split('\n')).toHaveLength(6001);
  });
});

describe('suppressions sync', () => {
  it("takes over SendGrid's lists but blocks, and next time what is new", async () => {
    const hours = (ago: number) => NOW / 1000 - ago * 3600;
    await seed('bounces', [
      { email: 'b@example.org', created: hours(1), reason: '550 no such user' },
      { email: 'old@example.org', created: hours(500) },
    ]);
    await seed('unsubscribes', [{ email: 'u@example.org' }]);
    await seed('spam_reports', [{ email: 'S@example.org' }]);
    await seed('invalid_emails', [{ email: 'i@example.org', reason: 'bad' }, { email: 'what' }]);
    await seed('blocks', [{ email: 'full@example.org' }]);
    const dry = await suppressions('sync', '--dry-run');
    expect(dry).toMatchObject({ status: 0, json: { dry_run: true, added: 5, known: 0 } });
    expect((await list()).total).toBe(0);
    const first = await suppressions('sync');
    expect(first.json).toMatchObject({
      added: 5,
      lists: { bounces: { since: null, read: 2 }, invalid_emails: { read: 2, unusable: 1 } },
    });
    expect(await list()).toMatchObject({
      reasons: { bounced: 3, complained: 1, unsubscribed: 1 },
    });
    expect((await find('b@example.org')).detail).toMatch(/bounces: 550 no such user/);
    const second = await suppressions('sync');
    expect(second.json.lists.bounces).toMatchObject({ read: 1, known: 1 });
    expect((await suppressions('sync', '--all')).json.lists.bounces).toMatchObject({ read: 2 });
  });

  it.each([
    ['SG.wrong', /working key/],
    ['SG.sandbox.no-suppressions', /"Suppressions"/],
  ])('with the key %s says what to do, and tells no key', async (key, fix) => {
    const { status, json } = await desk.outcry(['suppressions', 'sync'], { key });
    expect([status, json.error.code]).toEqual([3, 'sync-refused']);
    expect(json.error.fix).toMatch(fix);
    expect(JSON.stringify(json)).not.toContain(key);
  });
});
