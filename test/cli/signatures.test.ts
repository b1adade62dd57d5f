import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { Address, SignatureNumber } from '../../src/terms.ts';
import { type Desk, NINE, openDesk } from './a-desk.ts';

const SLUG = 'keep-the-door-open';
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.list('one.csv', 'ana');
  await desk.send(['one.csv', '--yes']);
});
afterEach(() => desk.close());

const signatures = (...args: string[]) => desk.outcry(['signatures', ...args]);
const petitions = (...args: string[]) => desk.outcry(['petitions', ...args]);

/** Somebody signs; numbers run from 1. */
async function sign(
  name: string,
  comment: string,
  consents: readonly string[],
  sharedBy?: SignatureNumber,
): Promise<void> {
  const file = path.join(desk.cwd, '.outcry', 'ledger.sqlite');
  const ledger = await openLedger({ file, now: () => NINE });
  await ledger.recordSignature({
    petition: SLUG,
    email: `${name}@example.org` as Address,
    firstName: name,
    lastName: '',
    postcode: '28013',
    country: 'ES',
    comment,
    consent: true,
    consents,
    campaign: undefined,
    recipient: undefined,
    sharedBy,
  });
  await ledger.close();
}

describe('signatures list', () => {
  it('shows who signed and what they wrote, the newest first', async () => {
    await sign('ana', '', []);
    await sign('ben', 'For us.\nAnd you.', ['show']);
    const { json } = await signatures('list', SLUG);
    expect(json.comments).toEqual({ new: 1 });
    expect(json.signatures).toMatchObject([
      { number: 2, first_name: 'ben', comment_state: 'new', consents: ['news', 'show'] },
      { number: 1, petition: SLUG, comment: '', comment_state: null, consents: ['news'] },
    ]);
    const said = await desk.say(['signatures', 'list', '--comments', 'new']);
    expect(said).toBe(
      `2  2026-11-24 09:00  ben  28013 ES  ben@example.org  ${SLUG}\n` +
        '  comment (new):\n    For us.\n    And you.\n1 comment: 1 new.\n',
    );
    expect((await signatures('list', '--limit', '1')).json.signatures).toHaveLength(1);
  });

  it('says through whose link somebody came', async () => {
    await sign('ana', '', []);
    await sign('ben', '', [], 1 as SignatureNumber);
    expect(await desk.say(['signatures', 'list'])).toContain(
      `ben@example.org  ${SLUG}  through the link of 1\n`,
    );
  });

  it.each([
    [['list', 'keep-the-dor-open'], 'petition-missing', 'Did you mean "keep-the-door-open"?'],
    [['list', '--comments', 'old'], 'usage', '--help'],
    [['list', '--limit', '0'], 'usage', '--help'],
    [['approve', '7'], 'signature-missing', 'signatures list'],
    [['hide', '1x'], 'usage', 'signatures list'],
  ])('and %j say what is wrong with them', async (args, code, fix) => {
    const { status, json } = await signatures(...args);
    expect([status, json.error.code]).toEqual([2, code]);
    expect(json.error.fix).toContain(fix);
  });
});

describe('signatures approve and hide', () => {
  it('show a comment, and take it off again', async () => {
    await sign('ana', 'Yes.', ['show']);
    expect(await signatures('approve', '1')).toMatchObject({
      status: 0,
      json: { shown: [1], refused: [] },
    });
    expect((await signatures('list', '--comments', 'shown')).json.signatures).toHaveLength(1);
    expect((await signatures('hide', '1')).json).toEqual({ hidden: [1], refused: [] });
    expect((await signatures('list')).json.comments).toEqual({ hidden: 1 });
  });

  it('show nothing of who has not agreed, or has written nothing', async () => {
    await sign('ana', 'Only for you.', []);
    await sign('ben', '', ['show']);
    await sign('chi', 'For all.', ['show']);
    const { status, json } = await signatures('approve', '1', '2', '3');
    expect(status).toBe(1);
    expect(json.shown).toEqual([3]);
    expect(json.refused).toMatchObject([
      { number: 1, why: expect.stringContaining('has not agreed') },
      { number: 2, why: 'has no comment.' },
    ]);
    expect((await signatures('list')).json.comments).toEqual({ new: 1, shown: 1 });
  });

  it('change nothing where one of the numbers is wrong', async () => {
    await sign('ana', 'Yes.', ['show']);
    expect((await signatures('approve', '1', '2')).status).toBe(2);
    expect((await signatures('list')).json.comments).toEqual({ new: 1 });
  });
});

describe('petitions', () => {
  it('are listed, closed and opened again', async () => {
    await sign('ana', '', []);
    const row = { petition: SLUG, signatures: 1, goal: 50_000, closes: null };
    const page = 'http://127.0.0.1:4000/p/keep-the-door-open';
    expect((await petitions('list')).json).toEqual({
      petitions: [{ ...row, state: 'open', closed_at: null, page }],
    });
    expect((await petitions('close', SLUG)).json).toMatchObject({ state: 'closed', signatures: 1 });
    expect((await petitions('list')).json.petitions).toMatchObject([
      { state: 'closed', closed_at: '2026-11-24T09:00:00.000Z' },
    ]);
    expect(await desk.say(['petitions', 'list'])).toContain('closed since 2026-11-24 09:00 (UTC)');
    await petitions('open', SLUG);
    expect((await petitions('list')).json.petitions).toMatchObject([{ state: 'open' }]);
    expect(await petitions('close', 'nothing')).toMatchObject({
      status: 2,
      json: { error: { code: 'petition-missing' } },
    });
  });

  it('of a test send are no petitions', async () => {
    await desk.send(['one.csv', '--test', 'ana@example.org']);
    expect((await petitions('list')).json.petitions).toHaveLength(1);
  });
});
