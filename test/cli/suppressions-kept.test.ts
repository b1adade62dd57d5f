import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { Address } from '../../src/terms.ts';
import { type Desk, NINE, openDesk } from './a-desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({ now: () => NINE });
});
afterEach(() => desk.close());

const ANA = 'ana@example.org';
const suppressions = (...args: string[]) => desk.outcry(['suppressions', ...args]);
const write = (name: string, text: string) => writeFile(path.join(desk.cwd, name), text);
const list = async (...args: string[]) => (await suppressions('list', ...args)).json;

describe('suppressions list --former', () => {
  it('shows what was removed, and what a stronger reason has replaced, the last first', async () => {
    await suppressions('add', ANA, 'ben@example.org', '--why', 'by telephone');
    await write('gone.csv', `email,reason\n${ANA},unsubscribed\n`);
    await suppressions('import', 'gone.csv');
    await suppressions('remove', 'ben@example.org', '--why', 'his mail of May 4');
    const at = '2026-11-24T09:00:00.000Z';
    const was = { reason: 'manual', campaign: null, at, detail: 'by telephone', ended_at: at };
    expect(await list('--former')).toEqual({
      total: 2,
      former: [
        { ...was, email: 'ben@example.org', why: 'his mail of May 4' },
        { ...was, email: ANA, why: 'later unsubscribed' },
      ],
    });
    expect(await list('--former', '--limit', '1')).toMatchObject({ total: 2, former: [{}] });
    expect(await list('--former', '--reason', 'bounced')).toEqual({ total: 0, former: [] });
    const said = await desk.say(['suppressions', 'list', '--former']);
    expect(said).toMatch(
      /manual +ben@example\.org +- +2026-11-24: by telephone; his mail of May 4/,
    );
    expect(said).toContain('2 suppressions have ended.');
  });

  it('says when there are none', async () => {
    const said = await desk.say(['suppressions', 'list', '--former', '--reason', 'manual']);
    expect(said).toBe('No suppression as manual has ended.\n');
  });
});

describe('an export that is imported again', () => {
  it('restores the campaign, and leaves an empty note empty', async () => {
    await desk.list('one.csv', 'ana');
    const { json: sent } = await desk.send(['one.csv', '--yes']);
    const ledger = await openLedger({
      file: path.join(desk.cwd, '.outcry/ledger.sqlite'),
      now: () => NINE,
    });
    const campaign = (await ledger.findCampaign(sent.campaign))?.number;
    await ledger.suppress(ANA as Address, 'unsubscribed', campaign);
    await ledger.close();
    const before = await list();
    expect(before.suppressions).toMatchObject([{ campaign: sent.campaign, detail: '' }]);
    await suppressions('export', '--csv', 'out.csv');
    await suppressions('remove', ANA, '--why', 'a test', '--yes');
    await suppressions('import', 'out.csv');
    expect(await list()).toEqual(before);
  });

  it('keeps in words the name of a campaign that this ledger does not have', async () => {
    await write('a.csv', `email,reason,at,campaign,detail\n${ANA},bounced,,river,no such user\n`);
    await suppressions('import', 'a.csv');
    const [one] = (await list()).suppressions;
    expect(one).toMatchObject({ campaign: null, detail: 'river; no such user' });
  });

  it('reads times as Mailchimp writes them', async () => {
    await write('a.csv', `Email Address,UNSUB_TIME\n${ANA},2025-05-04 10:11:12\n`);
    await suppressions('import', 'a.csv', '--columns', 'at=UNSUB_TIME');
    const [one] = (await list()).suppressions;
    expect(one).toMatchObject({ at: '2025-05-04T10:11:12.000Z' });
  });

  it.each(['05/04/2025', '2099-01-01', 'last week'])(
    'tells once of times that cannot be read, such as %s',
    async (time) => {
      await write(
        'a.csv',
        `email,reason,at\n${ANA},manual,${time}\nb@example.org,manual,${time}\n`,
      );
      const { json } = await suppressions('import', 'a.csv');
      expect(json.problems).toMatchObject([
        { severity: 'warning', code: 'suppression-time', line: 2, column: 1 },
      ]);
      expect(json.added).toBe(2);
    },
  );
});

describe('suppressions export', () => {
  it('writes over no file but one of its own', async () => {
    await suppressions('add', ANA);
    await desk.list('one.csv', 'ben');
    const before = await readFile(path.join(desk.cwd, 'one.csv'), 'utf8');
    const { status, json } = await suppressions('export', '--csv', 'one.csv');
    expect([status, json.error.code]).toEqual([2, 'file-foreign']);
    expect(await readFile(path.join(desk.cwd, 'one.csv'), 'utf8')).toBe(before);
    for (const _ of ['new', 'over its own']) {
      expect(await suppressions('export', '--csv', 'out.csv')).toMatchObject({ status: 0 });
    }
  });
});
