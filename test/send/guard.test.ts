import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { refuseStopped } from '../../src/campaign/refuse-stopped.ts';
import type { SendEvent } from '../../src/campaign/send-events.ts';
import { guardSchema } from '../../src/guard/guard-settings.ts';
import type { Glance } from '../../src/guard/judge-looks.ts';
import type { Campaign } from '../../src/ledger/ledger.ts';
import { openStage, RIVER, type Stage } from './a-stage.ts';

const GUARD = guardSchema.parse({});
const WAIT = 90_000;

let stage: Stage;
afterEach(() => stage.close());

/** The clock goes on only while something waits, and all events have come by then. */
async function open({ withEvents = true, faults = '' } = {}) {
  const time = { now: Date.now() };
  stage = await openStage({
    withEvents,
    faults,
    now: () => time.now,
    sleep: async (ms) => {
      await stage.eventsArrived();
      await new Promise(setImmediate);
      time.now += ms;
    },
  });
  return time;
}

/** People at four mail domains, sorted by them, as lists are. */
function people(count: number): string[][] {
  const domains = ['a.example', 'b.example', 'c.example', 'd.example'];
  return Array.from({ length: count }, (_, at) => {
    const domain = domains[Math.floor((at * domains.length) / count)];
    return [`someone${at}@${domain}`, `Name ${at}`, ''];
  });
}

const plan = (count: number, first: number, more: object = {}) =>
  stage.plan({
    lists: [stage.list('a.csv', people(count))],
    guard: GUARD,
    wave: { people: first, waitMs: WAIT },
    batchSize: 250,
    ...more,
  });

const openStops = async ({ number }: Campaign) =>
  (await stage.ledger.guardStops(number)).filter(({ ended }) => !ended);

const goOn = (campaign: Campaign, kinds: Parameters<typeof refuseStopped>[1]['kinds'] = []) =>
  refuseStopped(campaign, { kinds, by: 'rosa on desk' }, { ledger: stage.ledger, now: Date.now });

describe('A first wave', () => {
  test('goes first, by lot; the rest follows by itself after its wait', async () => {
    const time = await open();
    const from = time.now;
    const told: SendEvent[] = [];
    const campaign = await plan(800, 200, { batchSize: 100 });
    const { wave } = (await stage.ledger.guardOf(campaign.number)) ?? {};
    expect(wave).toEqual({ recipients: 200, waitMs: WAIT, passedAt: undefined });
    expect(await stage.send(campaign, { tell: (event) => told.push(event) })).toBeUndefined();
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 800, planned: 0 });
    expect(time.now - from).toBeGreaterThanOrEqual(WAIT);
    const people = (events: readonly SendEvent[]) =>
      events.reduce(
        (sum, one) => sum + (one.type === 'batch' ? one.batch.recipients.length : 0),
        0,
      );
    const passed = told.findIndex(({ type }) => type === 'wave');
    expect([people(told.slice(0, passed)), people(told.slice(passed))]).toEqual([200, 600]);
    expect(told.filter(({ type }) => type === 'wait')).toMatchObject([{ reason: 'wave' }]);
  });

  test('is of all mail domains, however the list is sorted, and the same once more', async () => {
    await open();
    const first = await plan(2000, 400, { name: 'one' });
    const domains = await domainsOf(first);
    expect(Object.keys(domains).sort()).toEqual([
      'a.example',
      'b.example',
      'c.example',
      'd.example',
    ]);
    for (const count of Object.values(domains)) expect(count).toBeGreaterThan(60);
    expect(await domainsOf(await plan(2000, 400, { name: 'two' }))).toEqual(domains);
  });

  async function domainsOf({ number }: Campaign) {
    const counts: Record<string, number> = {};
    await stage.ledger.takeSender(number);
    await stage.ledger.setCampaignState(number, 'sending');
    for (;;) {
      const batch = await stage.ledger.claimBatch(number);
      if (!batch) return counts;
      for (const { email } of batch.recipients) {
        const domain = email.split('@')[1] ?? '';
        counts[domain] = (counts[domain] ?? 0) + 1;
      }
      await stage.ledger.settleBatch(batch, { state: 'accepted', messageId: `m${batch.number}` });
    }
  }

  test('that bounces at one mail domain stops itself, and the rest is held', async () => {
    const time = await open({ faults: 'bounce@b.example:0.08' });
    const from = time.now;
    const campaign = await plan(5000, 2000);
    const stop = await stage.send(campaign);
    expect(stop?.guard).toEqual(['bounces']);
    expect(stop?.reason).toMatch(
      /^The guard has stopped it\. \d+ of \d+ at b\.example bounced: \d/,
    );
    expect(stop?.fix).toContain(`outcry resume ${campaign.name} --despite bounces`);
    expect(time.now - from, 'long before its wait is over').toBeLessThan(WAIT / 2);
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 2000, planned: 3000 });
    expect((await stage.ledger.campaignByNumber(campaign.number))?.state).toBe('paused');

    expect((await stage.send(campaign))?.guard, 'whoever tries').toEqual(['bounces']);
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 2000 });
    await expect(goOn(campaign)).rejects.toMatchObject({ code: 'guard-stopped', exit: 4 });
    await expect(goOn(campaign, ['complaints'])).rejects.toMatchObject({
      code: 'guard-not-stopped',
    });
    await goOn(campaign, ['bounces']);
    await stage.ledger.takeSender(campaign.number);
    await stage.ledger.setCampaignState(campaign.number, 'sending');
    expect(
      await stage.ledger.claimBatch(campaign.number),
      'held still by the wave',
    ).toBeUndefined();
    await stage.ledger.passWave(campaign.number);
    expect(await stage.ledger.claimBatch(campaign.number)).toBeDefined();
    expect(await stage.ledger.guardStops(campaign.number)).toMatchObject([
      { kind: 'bounces', subject: 'b.example', ended: { how: 'despite', by: 'rosa on desk' } },
    ]);
  });

  test('of which nothing is heard holds the rest, and says that loudly', async () => {
    await open({ withEvents: false });
    const campaign = await plan(1000, 500);
    const stop = await stage.send(campaign);
    expect(stop?.guard).toEqual(['silence']);
    expect(stop?.reason).toContain('not one event has come from SendGrid about the 500 people');
    expect(stop?.fix).toContain('outcry doctor');
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 500, planned: 500 });
    await expect(goOn(campaign)).rejects.toMatchObject({ code: 'guard-stopped' });
    await goOn(campaign, ['silence']);
    expect(await stage.send(campaign)).toBeUndefined();
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 1000 });
  });

  test('is waited for on, when the process is stopped in the wait', async () => {
    const time = await open();
    const campaign = await plan(1000, 500);
    const leaving = new AbortController();
    const tell = (event: SendEvent) => {
      if (event.type === 'wait' && event.reason === 'wave') leaving.abort();
    };
    expect((await stage.send(campaign, { tell, signal: leaving.signal }))?.reason).toMatch(
      /stopped/,
    );
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 500, planned: 500 });
    const from = time.now;
    expect(await stage.send(campaign)).toBeUndefined();
    expect(time.now - from).toBeGreaterThan(WAIT / 2);
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 1000 });
  });

  test('that is everybody is not waited for', async () => {
    const time = await open();
    const from = time.now;
    const campaign = await plan(300, 500);
    expect(await stage.send(campaign)).toBeUndefined();
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 300 });
    expect(time.now - from).toBeLessThan(WAIT / 2);
  });

  test('of a letter with variants is of the trial, whose rest follows it', async () => {
    await open();
    const appeal = path.join(stage.folder, 'river.md');
    const letter = readFileSync(RIVER, 'utf8');
    writeFileSync(appeal, letter.replace(/^subject: .*$/m, 'subject:\n  - "One"\n  - "Another"'));
    const trial = { share: 0.5, rule: {} };
    const campaign = await plan(2000, 200, { appeal, trial, batchSize: 100 });
    const accepted: number[] = [];
    const tell = async (event: SendEvent) => {
      if (event.type === 'wave') accepted.push((await stage.tally(campaign)).accepted);
    };
    expect((await stage.send(campaign, { tell }))?.fix, 'after the trial').toContain(
      'outcry winner',
    );
    const figures = await stage.ledger.byEdition(campaign.number);
    expect(accepted).toEqual([200]);
    for (const { variant, accepted, recipients } of figures) {
      expect(accepted, `variant ${variant}`).toBe(variant === '' ? 0 : recipients);
    }
  });
});

describe('While the rest is sent', () => {
  const page = (reason: string | undefined): Glance => ({
    kind: 'sign-page',
    url: 'https://act.example.org/readyz',
    reason,
  });

  test('a sign page that does not answer, twice, stops it; once it answers, it goes on', async () => {
    await open();
    const campaign = await plan(1500, 500);
    let reason: string | undefined = 'it does not answer in time';
    const askPage = async ({ kind }: Pick<Glance, 'kind'>) =>
      kind === 'sign-page' ? page(reason) : undefined;
    const stop = await stage.send(campaign, { askPage });
    expect(stop?.guard).toEqual(['sign-page']);
    expect(stop?.reason).toContain('The sign page does not answer');
    const tools = { ledger: stage.ledger, now: Date.now, askPage };
    const resume = () => refuseStopped(campaign, { kinds: [], by: 'rosa on desk' }, tools);
    await expect(resume()).rejects.toMatchObject({ code: 'guard-stopped' });
    reason = undefined;
    await resume();
    expect(await openStops(campaign)).toEqual([]);
    expect(await stage.send(campaign, { askPage })).toBeUndefined();
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 1500 });
  });

  test('a guard without a first wave watches too', async () => {
    await open({ faults: 'spam:0.1' });
    const campaign = await stage.plan({
      lists: [stage.list('a.csv', people(3000))],
      guard: GUARD,
      pace: { rate: { recipients: 500, ms: 60_000 } },
      batchSize: 500,
    });
    const stop = await stage.send(campaign);
    expect(stop?.guard).toEqual(['complaints']);
    const { accepted, planned } = await stage.tally(campaign);
    expect([accepted + planned, accepted < 3000]).toEqual([3000, true]);
  });
});
