import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { Address, CampaignNumber, RecipientNumber } from '../../src/terms.ts';
import { type Desk, NINE, openDesk } from './a-desk.ts';

const SLUG = 'keep-the-door-open';
const HOUR = 3_600_000;
let desk: Desk;

async function open(): Promise<void> {
  desk = await openDesk();
  await desk.list('one.csv', 'ana');
  await desk.send(['one.csv', '--yes']);
  const file = path.join(desk.cwd, '.outcry', 'ledger.sqlite');
  let now = NINE;
  const ledger = await openLedger({ file, now: () => now });
  const people = ['ana@example.org', 'ben@bots.example', 'chi@bots.example', 'dee@example.net'];
  for (const email of people) {
    const isAna = email.startsWith('ana');
    await ledger.recordSignature({
      petition: SLUG,
      email: email as Address,
      firstName: email.slice(0, 3),
      lastName: '',
      postcode: '28013',
      country: isAna ? 'ES' : 'US',
      comment: isAna ? '' : `I am ${email.slice(0, 3)}.`,
      consent: true,
      consents: ['show'],
      campaign: isAna ? (1 as CampaignNumber) : undefined,
      recipient: isAna ? (1 as RecipientNumber) : undefined,
    });
    now += HOUR;
  }
  await ledger.close();
}

const signatures = (...args: string[]) => desk.outcry(['signatures', ...args]);
const petitions = async () => (await desk.outcry(['petitions', 'list'])).json.petitions;
const BOTS = ['--where', 'domain = "bots.example"', '--reason', 'a flood of bots'];

describe('signatures invalidate', () => {
  beforeEach(open);
  afterEach(() => desk.close());

  it('shows which they are, with masked addresses, and takes them out once they are confirmed', async () => {
    const said = await desk.say(['signatures', 'invalidate', SLUG, ...BOTS], { answer: '2' });
    expect(said).toBe(
      `2 signatures of 4 (50.0 %) under ${SLUG}\n` +
        'from      2026-11-24 10:00 to 2026-11-24 11:00 (UTC)\n' +
        'domains   bots.example 2\n' +
        '  2  2026-11-24 10:00  ben  b…@bots.example\n' +
        '  3  2026-11-24 11:00  chi  c…@bots.example\n' +
        `\n2 signatures of ${SLUG} count no more. It has 2 signatures. To take this back: outcry signatures restore 1\n`,
    );
    expect(await petitions()).toMatchObject([{ signatures: 2 }]);
    const { json } = await signatures('list', '--invalid');
    expect(json.signatures).toMatchObject([
      { number: 3, invalidated_by: 1 },
      { number: 2, invalidated_by: 1 },
    ]);
    expect(await desk.say(['signatures', 'list'])).toContain(`${SLUG}  does not count (act 1)\n`);
  });

  it('changes nothing for another answer, without a terminal, and in a dry run', async () => {
    const wrong = await desk.outcry(['signatures', 'invalidate', SLUG, ...BOTS], { answer: '4' });
    expect([wrong.status, wrong.json.act, wrong.json.fit]).toEqual([1, null, 2]);
    const alone = await signatures('invalidate', SLUG, ...BOTS);
    expect([alone.status, alone.json.error.code]).toEqual([2, 'unconfirmed']);
    const dry = await signatures('invalidate', SLUG, ...BOTS, '--dry-run');
    expect(dry).toMatchObject({ status: 0, json: { act: null, fit: 2 } });
    expect(await petitions()).toMatchObject([{ signatures: 4 }]);
    expect((await signatures('acts')).json).toEqual({ acts: [] });
  });

  it('keeps who did it, when, why and how many, and takes it back', async () => {
    const { json } = await signatures(
      'invalidate',
      SLUG,
      ...BOTS,
      '--since',
      '2026-11-24 11:00 UTC',
      '--yes',
    );
    const act = {
      number: 1,
      petition: SLUG,
      kind: 'invalidate',
      chosen: 'domain = "bots.example", since 2026-11-24 11:00 (UTC)',
      reason: 'a flood of bots',
      by: userInfo().username,
      at: '2026-11-24T09:00:00.000Z',
      signatures: 1,
      undone: null,
    };
    expect(json).toEqual({ act, signatures: 3 });
    expect((await signatures('acts', SLUG)).json).toEqual({ acts: [act] });
    const { json: restored } = await signatures('restore', '1');
    const undone = { by: userInfo().username, at: '2026-11-24T09:00:00.000Z' };
    expect(restored).toEqual({ act: { ...act, undone }, signatures: 4 });
    expect(await desk.say(['signatures', 'restore', '1'])).toContain('was taken back already');
    expect(await desk.say(['signatures', 'acts'])).toContain('    why: a flood of bots\n');
  });
});

describe('signatures redact', () => {
  beforeEach(open);
  afterEach(() => desk.close());

  it('keeps comments out of pages and exports, and lets them be approved only when it is taken back', async () => {
    await signatures('approve', '2');
    const { json } = await signatures(
      'redact',
      SLUG,
      '2',
      '--reason',
      'names a neighbour',
      '--yes',
    );
    expect(json).toMatchObject({
      act: { kind: 'redact', chosen: 'number 2', signatures: 1 },
      signatures: 4,
    });
    expect((await signatures('list')).json.comments).toEqual({ new: 2 });
    expect(await desk.say(['signatures', 'list'])).toContain('  comment (redacted by act 1):\n');
    const csv = await desk.say(['signatures', 'export', SLUG, '--columns', 'comment']);
    expect(csv).toBe('comment\n\n\nI am chi.\nI am dee.\n');
    const refused = await signatures('approve', '2');
    expect(refused.json.refused).toMatchObject([{ why: expect.stringContaining('restore 1') }]);
    await signatures('restore', '1');
    expect((await signatures('list')).json.comments).toEqual({ new: 2, shown: 1 });
  });

  it('chooses by what the comments say', async () => {
    const args = ['--where', 'comment contains "CHI"', '--reason', 'r', '--yes'];
    expect((await signatures('redact', SLUG, ...args)).json.act).toMatchObject({ signatures: 1 });
    const none = await signatures('redact', SLUG, '--where', 'first_name = "ana"', '--reason', 'r');
    expect(none).toMatchObject({ status: 0, json: { act: null, fit: 0 } });
  });
});

describe('signatures export', () => {
  beforeEach(open);
  afterEach(() => desk.close());

  it('writes those that count to a new file, in the order in which they came, and over no other', async () => {
    await signatures('invalidate', SLUG, ...BOTS, '--yes');
    const { json } = await signatures('export', SLUG, '--out', 'out/them.csv');
    expect(json).toMatchObject({ petition: SLUG, format: 'csv', exported: 2, erased: 0 });
    const file = path.join(desk.cwd, 'out', 'them.csv');
    const written = await readFile(file, 'utf8');
    expect(written).toBe(
      '\ufeffnumber,signed_at,first_name,last_name,postcode,country,comment\n' +
        '1,2026-11-24T09:00:00.000Z,ana,,28013,ES,\n' +
        '4,2026-11-24T12:00:00.000Z,dee,,28013,US,I am dee.\n',
    );
    const again = await signatures('export', SLUG, '--out', 'out/them.csv');
    expect([again.status, again.json.error.code]).toEqual([2, 'file-foreign']);
    expect(await readFile(file, 'utf8')).toBe(written);
  });

  it('takes the columns of the list, a condition over them, and gives one document a line', async () => {
    const args = [
      '--columns',
      'first_name,donor',
      'campaign',
      '--where',
      'donor is empty and campaign is not empty',
    ];
    const said = await desk.say(['signatures', 'export', SLUG, '--format', 'ndjson', ...args]);
    expect(said).toBe('{"first_name":"ana","donor":"","campaign":"safe-harbour-2026-11-24"}\n');
  });

  it('gives the address of who has agreed to mail, and no longer once she wants none', async () => {
    await desk.outcry(['suppressions', 'add', 'dee@example.net']);
    const { json } = await signatures('export', SLUG, '--columns', 'email', '--out', 'mail.ndjson');
    expect(json).toMatchObject({ format: 'ndjson', exported: 4, addresses_kept_back: 1 });
    const lines = await readFile(path.join(desk.cwd, 'mail.ndjson'), 'utf8');
    expect(lines).toContain('{"email":"ana@example.org"}\n');
    expect(lines).not.toContain('dee');
  });
});

describe('signatures invalidate, before anything is changed', () => {
  beforeAll(open);
  afterAll(() => desk.close());

  it.each([
    ['email = "ben@bots.example"', 1],
    [`address_hash = "${hash('sha256', 'ben@bots.example')}"`, 1],
    ['network = ""', 4],
    ['number in (2, 4)', 2],
    ['signed_at >= "2026-11-24 11:00" and country = "US"', 2],
    ['campaign is empty', 3],
    ['first_name = "ana"', 1],
  ])('finds them by %s', async (where, fit) => {
    const args = ['--where', where, '--reason', 'r', '--dry-run'];
    expect((await signatures('invalidate', SLUG, ...args)).json.fit).toBe(fit);
  });

  it.each([
    [['--reason', 'r'], 'usage', '--where'],
    [['2', '--where', 'number = 2', '--reason', 'r'], 'usage', '--where'],
    [['2'], 'usage', '--help'],
    [['2', '--reason', ' '], 'usage', '--help'],
    [['2', '9', '--reason', 'r', '--yes'], 'signature-missing', 'signatures list'],
    [['--where', 'domian = "x"', '--reason', 'r'], 'where-column', 'domain'],
    [['--since', 'yesterday', '--reason', 'r'], 'usage', '2026-11-24'],
  ])('says what is wrong with %j', async (args, code, fix) => {
    const { status, json } = await signatures('invalidate', SLUG, ...args);
    expect([status, json.error.code]).toEqual([2, code]);
    expect(json.error.fix).toContain(fix);
    expect(await petitions()).toMatchObject([{ signatures: 4 }]);
  });
});
