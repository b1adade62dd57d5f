import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { CampaignNumber, RecipientNumber } from '../../src/terms.ts';
import { type Desk, NINE, openDesk } from './a-desk.ts';
import { runHere } from './run-here.ts';

const ANA = 'ana@example.org';
const TYPED = 'Ana@Example.ORG';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({ now: () => NINE });
});
afterEach(() => desk.close());

const supporter = (args: string[], answer?: string) =>
  desk.outcry(['supporter', ...args], { answer });
const say = (args: string[], answer?: string) => desk.say(['supporter', ...args], { answer });

async function withLedger<T>(use: (ledger: Ledger) => Promise<T>): Promise<T> {
  const file = path.join(desk.cwd, '.outcry/ledger.sqlite');
  const ledger = await openLedger({ file, now: () => NINE });
  try {
    return await use(ledger);
  } finally {
    await ledger.close();
  }
}

/** Ana and Ben get the letter; Ana clicks. Returns the campaign's name. */
async function sendToAna(): Promise<string> {
  await desk.list('one.csv', 'ana', 'ben');
  const { json } = await desk.send(['one.csv', '--yes']);
  await withLedger(async (ledger) => {
    const number = (await ledger.findCampaign(json.campaign))?.number as CampaignNumber;
    const click = { campaign: number, recipient: 1 as RecipientNumber, method: 'GET' };
    await ledger.recordClick({ ...click, kind: 'sign', userAgent: 'Mozilla/5.0 (hers)' });
  });
  return json.campaign;
}

describe('supporter export', () => {
  it('gives all that is held as one document, in whatever case the address is typed', async () => {
    const campaign = await sendToAna();
    const { status, json } = await supporter(['export', TYPED]);
    expect(status).toBe(0);
    expect(json).toMatchObject({
      address: ANA,
      as_of: '2026-11-24T09:00:00.000Z',
      erased: null,
      recipients: [
        {
          campaign,
          number: 1,
          state: 'accepted',
          fields: { first_name: 'ana' },
          left_at: '2026-11-24T09:00:00.000Z',
        },
      ],
      suppressions: { current: null, former: [] },
      clicks: [{ campaign, kind: 'sign', user_agent: 'Mozilla/5.0 (hers)' }],
      signatures: [],
      events: [],
    });
    expect(json.elsewhere).toContainEqual(expect.stringContaining('SendGrid'));
  });

  it('says in words what there is, and writes the document to a new file for her', async () => {
    const campaign = await sendToAna();
    const said = await say(['export', ANA, '--out', 'ana.json']);
    expect(said).toContain(`recipient of ${campaign} (accepted)`);
    expect(said).toContain('1 click');
    expect(said).toContain('All of it was written to ana.json.');
    const file = path.join(desk.cwd, 'ana.json');
    const { json } = await supporter(['export', ANA]);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(json);
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
    await writeFile(file, 'mine');
    const again = await supporter(['export', ANA, '--out', 'ana.json']);
    expect(again).toMatchObject({ status: 2, json: { error: { code: 'file-foreign' } } });
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  it('says when nothing is known, which is no mistake', async () => {
    const { status, json } = await supporter(['export', 'nobody@example.org']);
    expect(status).toBe(0);
    expect(json).toMatchObject({ recipients: [], erased: null });
    expect(await say(['export', 'nobody@example.org'])).toMatch(
      /^Nothing is held about nobody@example\.org\.\n/,
    );
  });

  it('refuses what is no address', async () => {
    const { status, json } = await supporter(['export', 'ana at example.org']);
    expect({ status, code: json.error.code }).toEqual({ status: 2, code: 'usage' });
  });
});

const sumOf = (domains: readonly { readonly recipients: number }[]) =>
  domains.reduce((sum, { recipients }) => sum + recipients, 0);

describe('supporter erase', () => {
  it('shows what there is and asks for the address, and after that only the hash is known', async () => {
    const campaign = await sendToAna();
    const before = (await desk.outcry(['report', campaign])).json;
    const shown = await supporter(['erase', ANA], TYPED);
    expect(shown.status).toBe(0);
    expect(shown.err).toContain(`recipient of ${campaign} (accepted)`);
    expect(shown.asked).toContain(`To erase ${ANA}, type the address`);
    expect(shown.json).toMatchObject({
      address: ANA,
      erased: true,
      erased_before: null,
      changed: { recipients: 1, clicks: 1, signatures: 0 },
      file_rewritten: true,
    });
    const { json } = await supporter(['export', ANA]);
    expect(json).toMatchObject({
      erased: { at: '2026-11-24T09:00:00.000Z', kept: 'a hash of the address' },
      recipients: [],
      clicks: [],
    });
    const { domains, ...after } = (await desk.outcry(['report', campaign])).json;
    expect({ ...after, domains: before.domains }).toEqual(before);
    expect(sumOf(domains)).toBe(sumOf(before.domains));
    const bytes = await readFile(path.join(desk.cwd, '.outcry/ledger.sqlite'), 'latin1');
    expect(bytes).not.toContain(ANA);
  });

  it('erases nothing where the address is not typed right, or nobody can be asked', async () => {
    await sendToAna();
    const wrong = await supporter(['erase', ANA], 'ben@example.org');
    expect(wrong).toMatchObject({ status: 1, json: { address: ANA, erased: false } });
    expect(wrong.err).toContain('That is not the address. Nothing was erased.');
    const unasked = await supporter(['erase', ANA]);
    expect(unasked).toMatchObject({ status: 2, json: { error: { code: 'unconfirmed' } } });
    expect((await supporter(['export', ANA])).json.recipients).toHaveLength(1);
  });

  it('has no later list mail her, and says so wherever staff meet her', async () => {
    await sendToAna();
    await supporter(['erase', ANA, '--yes']);
    await desk.list('two.csv', 'ana', 'cleo');
    const checked = await desk.outcry(['lists', 'check', 'two.csv']);
    expect(checked.json).toMatchObject({ rows: 2, valid: 1, suppressed: 1 });
    const { json } = await desk.send(['two.csv', '--yes', '--again']);
    expect(json).toMatchObject({ accepted: 1, skipped: { suppressed: 1 } });
    const added = await desk.outcry(['suppressions', 'add', ANA]);
    expect(added.err).toContain(`${ANA} was erased`);
    const listed = await desk.outcry(['suppressions', 'list']);
    expect(listed.json).toEqual({ total: 0, reasons: {}, erased: 1, suppressions: [] });
    expect(await desk.say(['suppressions', 'list'])).toBe(
      'Nobody is suppressed. 1 person was erased, and is not mailed either.\n',
    );
    expect((await supporter(['export', ANA])).json).toMatchObject({ recipients: [], skipped: [] });
  });

  it('leaves her out of a list of the campaign, where the others stay', async () => {
    const campaign = await sendToAna();
    await supporter(['erase', ANA, '--yes']);
    const shown = await desk.say(['recipients', campaign]);
    expect(shown).toMatch(/accepted +\(erased [0-9a-f]{12}\)/);
    await desk.outcry(['recipients', campaign, '--csv', 'got.csv']);
    const rows = (await readFile(path.join(desk.cwd, 'got.csv'), 'utf8')).trim().split('\n');
    expect(rows).toEqual([expect.stringContaining('email'), expect.stringContaining('ben@')]);
  });

  it('tells where her rows stand in lists, as far as the ledger knows, and no longer after', async () => {
    await desk.list('one.csv', 'ana', 'ben', 'ana');
    await desk.send(['one.csv', '--yes']);
    const { json } = await supporter(['erase', ANA, '--yes']);
    expect(json.elsewhere[0]).toContain('(one.csv:4)');
    const after = await supporter(['export', ANA]);
    expect(after.json.elsewhere[0]).not.toContain('one.csv');
  });

  it('says that she was erased already, and that nothing was held', async () => {
    await sendToAna();
    await supporter(['erase', ANA, '--yes']);
    expect(await say(['erase', ANA, '--yes'])).toContain(
      `${ANA} was erased already, on 2026-11-24, and nothing has come since.`,
    );
    const { status, json } = await supporter(['erase', ANA, '--yes']);
    expect({ status, before: json.erased_before }).toEqual({
      status: 0,
      before: '2026-11-24T09:00:00.000Z',
    });
    expect(await say(['erase', 'nobody@example.org', '--yes'])).toContain(
      'Nothing was held about nobody@example.org. A hash of the address is kept',
    );
  });

  it('is undone as to mail by suppressions remove, which asks as for who unsubscribed', async () => {
    await sendToAna();
    await supporter(['erase', ANA, '--yes']);
    const args = ['suppressions', 'remove', ANA, '--why', 'her letter of May 4'];
    const unasked = await desk.outcry(args);
    expect(unasked).toMatchObject({ status: 2, json: { error: { code: 'unconfirmed' } } });
    expect(unasked.err).toContain('She asked to be forgotten.');
    const { json } = await desk.outcry(args, { answer: ANA });
    expect(json.removed).toMatchObject([{ email: ANA, reason: 'erased' }]);
    expect((await supporter(['export', ANA])).json.erased).toBeNull();
  });

  it('refuses while her batch is on its way, and puts off the file while others are sent', async () => {
    await desk.list('one.csv', 'ana', 'ben');
    const { json: first } = await desk.send(['one.csv', '--yes']);
    const file = path.join(desk.cwd, '.outcry/ledger.sqlite');
    // Another process that lives: this one's own pid would be taken for an earlier one's.
    const sender = await openLedger({ file, now: () => NINE, pid: process.ppid, bootedAt: 0 });
    const { number } = await sender.openCampaign({
      ...((await sender.findCampaign(first.campaign)) as never as object),
      name: 'second',
    } as Parameters<Ledger['openCampaign']>[0]);
    await sender.freezeAudience(number, anasRow(), 10);
    await sender.takeSender(number);
    const batch = await sender.claimBatch(number);
    const refused = await supporter(['erase', ANA, '--yes']);
    expect(refused).toMatchObject({ status: 4, json: { error: { code: 'supporter-on-its-way' } } });
    expect((await supporter(['export', ANA])).json.recipients).toHaveLength(2);
    if (batch) await sender.settleBatch(batch, { state: 'accepted', messageId: 'm' });
    const putOff = await supporter(['erase', ANA, '--yes']);
    expect(putOff).toMatchObject({ status: 1, json: { erased: true, file_rewritten: false } });
    expect(putOff.err).toContain('because second is being sent');
    await sender.releaseSender(number);
    await sender.close();
    expect(await supporter(['erase', ANA, '--yes'])).toMatchObject({
      status: 0,
      json: { file_rewritten: true },
    });
  });

  it('shows how it is used', async () => {
    const { out } = await runHere(['supporter', 'erase', '--help']);
    expect(out).toContain('outcry supporter erase ana@example.org --withdraw');
  });
});

async function* anasRow() {
  yield { email: ANA as never, fields: {}, file: 'one.csv', line: 2 };
}
