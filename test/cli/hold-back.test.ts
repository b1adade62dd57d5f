import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { CampaignNumber } from '../../src/terms.ts';
import { type Desk, openDesk } from './a-desk.ts';

const PEOPLE = ['ana', 'ben', 'cem', 'dora'];

let desk: Desk;
afterEach(() => desk.close());

/** A campaign that stopped before anybody was mailed. */
async function openStopped(): Promise<void> {
  desk = await openDesk();
  await desk.list('one.csv', ...PEOPLE);
  const { status } = await desk.send(['one.csv', '--yes', '--name', 'door'], { key: 'SG.wrong' });
  expect(status).toBe(4);
}

/** A campaign of which nobody knows whether it was taken. */
async function openUnknown(fault: string): Promise<void> {
  desk = await openDesk({ faults: `${fault}:1` });
  await desk.list('one.csv', ...PEOPLE);
  const { status, json } = await desk.send(['one.csv', '--yes', '--name', 'door']);
  expect([status, json.unknown]).toEqual([1, 4]);
}

describe('pause', () => {
  it('holds a campaign back, which then can be resumed', async () => {
    await openStopped();
    const paused = await desk.outcry(['pause', 'door']);
    expect(paused).toMatchObject({ status: 0, json: { state: 'paused', planned: 4 } });
    expect(paused.err).toContain('outcry resume door');
    expect((await desk.outcry(['resume', 'door'])).json).toMatchObject({ accepted: 4 });
  });

  it('says so if nobody is left to mail', async () => {
    await openStopped();
    await desk.outcry(['resume', 'door']);
    const { status, json } = await desk.outcry(['pause', 'door']);
    expect([status, json.error.code]).toEqual([2, 'campaign-not-under-way']);
  });
});

describe('cancel', () => {
  it('asks for the number of people, and keeps all of them from the letter for good', async () => {
    await openStopped();
    const declined = await desk.outcry(['cancel', 'door'], { answer: '3' });
    expect(declined.status).toBe(1);
    expect(declined.asked).toContain('4 people');
    const cancelled = await desk.outcry(['cancel', 'door'], { answer: '4' });
    expect(cancelled).toMatchObject({ status: 0, json: { state: 'cancelled', planned: 4 } });
    for (const command of ['resume', 'pause', 'cancel']) {
      const { status, json } = await desk.outcry([command, 'door']);
      expect([status, json.error.code]).toEqual([
        2,
        command === 'resume' ? 'campaign-cancelled' : 'campaign-not-under-way',
      ]);
    }
    expect(desk.sandbox.stats().recipients).toBe(0);
  });

  it('is told afterwards as what it is: nobody waits for the letter any more', async () => {
    await openStopped();
    await desk.outcry(['cancel', 'door', '--yes']);
    const status = await desk.say(['status', 'door']);
    expect(status).toMatch(/planned +4 +never mailed: cancelled$/m);
    expect(status).toContain('outcry recipients door');
    expect(await desk.say(['report', 'door'])).toMatch(/never mailed: cancelled +4 /);
  });

  it('ends a send that waits elsewhere, which cannot be resumed: exit status 1', async () => {
    desk = await openDesk();
    await desk.list('one.csv', ...PEOPLE);
    const sent = desk.send(['one.csv', '--yes', '--name', 'door', '--at', '10:00']);
    const isWaiting = async () => (await desk.say(['status'])).includes('ready');
    await expect.poll(isWaiting).toBe(true);
    expect(await desk.say(['cancel', 'door', '--yes'])).toBe(
      'door is cancelled. Nobody was mailed.\n',
    );
    const { status, json } = await sent;
    expect([status, json.state]).toEqual([1, 'cancelled']);
    expect(json.stopped.fix).toContain('outcry recipients door');
  });

  it('does nothing where nobody can be asked, unless it is told to', async () => {
    await openStopped();
    const { status, json } = await desk.outcry(['cancel', 'door']);
    expect([status, json.error.code]).toEqual([2, 'unconfirmed']);
    expect((await desk.outcry(['cancel', 'door', '--yes'])).status).toBe(0);
  });

  it('leaves people free to get the same letter from another campaign', async () => {
    await openStopped();
    await desk.outcry(['cancel', 'door', '--yes']);
    const { json } = await desk.send(['one.csv', '--yes', '--name', 'again']);
    expect(json).toMatchObject({ state: 'done', accepted: 4 });
  });
});

describe('reconcile', () => {
  it('shows what is unknown, and what to do', async () => {
    await openUnknown('reset-after');
    const { status, json } = await desk.outcry(['reconcile', 'door']);
    expect(status).toBe(1);
    expect(json).toMatchObject({ unknown: 4, unknown_batches: [{ number: 1, recipients: 4 }] });
  });

  it('counts as mailed what staff have found to be taken, and nobody gets it again', async () => {
    await openUnknown('reset-after');
    const { status, json, asked } = await desk.outcry(['reconcile', 'door', '--accept'], {
      answer: '4',
    });
    expect(asked).toContain('will not get it');
    expect(status).toBe(0);
    expect(json).toMatchObject({ state: 'done', accepted: 4, unknown: 0, planned: 0 });
    expect((await desk.outcry(['resume', 'door'])).json).toMatchObject({ accepted: 4 });
    expect(desk.sandbox.stats()).toMatchObject({ recipients: 4, duplicates: 0 });
  });

  it('plans again what staff have found to be lost, after saying what that risks', async () => {
    await openUnknown('reset-before');
    expect((await desk.outcry(['reconcile', 'door', '--resend'])).status).toBe(2);
    const wrong = await desk.outcry(['reconcile', 'door', '--resend'], { answer: 'yes' });
    expect([wrong.status, wrong.asked]).toEqual([1, expect.stringContaining('get it twice')]);
    const { json } = await desk.outcry(['reconcile', 'door', '--resend'], { answer: '4' });
    expect(json).toMatchObject({ state: 'paused', planned: 4, unknown: 0 });
  });

  it('plans nothing again of a campaign that was cancelled, which nobody could send', async () => {
    await openUnknown('reset-before');
    const file = join(desk.cwd, '.outcry', 'ledger.sqlite');
    const ledger = await openLedger({ file, now: Date.now });
    const campaign = await ledger.findCampaign('door');
    await ledger.setCampaignState(campaign?.number ?? (0 as CampaignNumber), 'cancelled');
    await ledger.close();
    const { status, json } = await desk.outcry(['reconcile', 'door', '--resend', '--yes']);
    expect([status, json.error.code]).toEqual([2, 'campaign-cancelled']);
    expect((await desk.outcry(['reconcile', 'door', '--accept', '--yes'])).status).toBe(0);
  });

  it('refuses batches that are not unknown, and two decisions at once', async () => {
    await openUnknown('reset-after');
    const stranger = await desk.outcry(['reconcile', 'door', '--resend', '--batch', '7', '--yes']);
    expect(stranger.json.error.what).toContain('batch 7 is not unknown');
    const both = await desk.outcry(['reconcile', 'door', '--resend', '--accept', '--yes']);
    expect([both.status, both.json.error.code]).toEqual([2, 'usage']);
  });

  it('has nothing to show where nothing is unknown', async () => {
    await openStopped();
    expect((await desk.outcry(['reconcile', 'door'])).status).toBe(0);
  });
});
