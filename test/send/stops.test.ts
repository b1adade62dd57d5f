import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { deliverBatch } from '../../src/campaign/deliver-batch.ts';
import type { MakeRequest } from '../../src/campaign/make-request.ts';
import { createSendGrid } from '../../src/delivery/sendgrid.ts';
import type { Request } from '../../src/delivery/transport.ts';
import type { Campaign } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { expectSum, meddling, openStage, RIVER, type Stage, supporters } from './a-stage.ts';
import { KEY } from './settings.ts';

let stage: Stage;
afterEach(() => stage.close());

/** Thirty supporters in six batches. */
async function planThirty(from = 'campaigns@example.org'): Promise<Campaign> {
  stage = await openStage();
  const appeal = join(stage.folder, 'river.md');
  writeFileSync(appeal, readFileSync(RIVER, 'utf8').replace('campaigns@example.org', from));
  return stage.plan({ appeal, lists: [stage.list('a.csv', supporters(30))], batchSize: 5 });
}

async function expectAllMailedOnce(campaign: Campaign): Promise<void> {
  const tally = await stage.tally(campaign);
  expect(tally).toMatchObject({ accepted: 30, planned: 0 });
  expectSum(tally, 30);
  expect(stage.sandbox.stats()).toMatchObject({ recipients: 30, duplicates: 0 });
  expect((await stage.ledger.findCampaign(campaign.name))?.state).toBe('done');
}

/** Which the API refuses, whoever is to get it. */
function withoutSubject(request: Request): Request {
  return { ...request, shared: { ...request.shared, subject: '' } };
}

describe('a send that stops', () => {
  test('at a wrong key mails nobody, says what to do, and goes on with the right one', async () => {
    const campaign = await planThirty();
    const stop = await stage.send(campaign, { key: 'SG.wrong' });
    expect(stop?.reason).toMatch(/401.*invalid, expired, or revoked/);
    expect(stop?.fix).toMatch(`outcry resume ${campaign.name}`);
    expect(await stage.tally(campaign)).toMatchObject({ planned: 30, accepted: 0, requests: 0 });
    expect((await stage.ledger.findCampaign(campaign.name))?.state).toBe('paused');
    expect(stage.sandbox.stats()).toMatchObject({ requests: 1, accepted: 0 });

    expect(await stage.send(campaign)).toBeUndefined();
    await expectAllMailedOnce(campaign);
  });

  test('half-way, when the credits are spent, keeps what is left for later', async () => {
    const campaign = await planThirty();
    const spent = await startSandbox({ key: KEY, faults: '401-credits:1' });
    const other = createSendGrid({ apiKey: KEY, url: spent.url });
    const around = meddling((count, request, real) => (count > 3 ? other : real).post(request));
    const stop = await stage.send(campaign, { around, concurrency: 1 });
    await other.close();
    await spent.close();
    expect(stop?.reason).toMatch(/credits exceeded/);
    expect(stop?.fix).toMatch(/Add credits/);
    const tally = await stage.tally(campaign);
    expect(tally).toMatchObject({ accepted: 15, planned: 15, unknown: 0 });
    expectSum(tally, 30);

    expect(await stage.send(campaign)).toBeUndefined();
    await expectAllMailedOnce(campaign);
  });

  test('at a sender who is not verified mails nobody', async () => {
    const campaign = await planThirty('campaigns+unverified@example.org');
    const stop = await stage.send(campaign);
    expect(stop?.reason).toMatch(/403.*verified Sender Identity/);
    expect(stop?.fix).toMatch(/Sender Authentication/);
    expect(await stage.tally(campaign)).toMatchObject({ planned: 30, refused: 0 });
    expect(stage.sandbox.stats()).toMatchObject({ requests: 1, recipients: 0 });
  });

  test('at a letter that is refused loses nobody: all stays planned, and it says why', async () => {
    const campaign = await planThirty();
    const around = meddling((_count, request, real) => real.post(withoutSubject(request)));
    const stop = await stage.send(campaign, { around, concurrency: 4 });
    expect(stop?.reason).toMatch(/refused the first batch.*400.*subject/s);
    expect(await stage.tally(campaign)).toMatchObject({ planned: 30, refused: 0 });
    expect(stage.sandbox.stats()).toMatchObject({ requests: 1, recipients: 0 });

    expect(await stage.send(campaign)).toBeUndefined();
    await expectAllMailedOnce(campaign);
  });

  test('by Ctrl-C sees the batch under way through, and goes on where it was', async () => {
    const campaign = await planThirty();
    const ctrlC = new AbortController();
    const around = meddling((count, request, real) => {
      if (count === 3) ctrlC.abort();
      return real.post(request);
    });
    const stop = await stage.send(campaign, { around, concurrency: 1, signal: ctrlC.signal });
    expect(stop?.fix).toMatch(`outcry resume ${campaign.name}`);
    const tally = await stage.tally(campaign);
    expect(tally).toMatchObject({ accepted: 15, planned: 15, unknown: 0 });
    expect((await stage.ledger.findCampaign(campaign.name))?.state).toBe('paused');

    expect(await stage.send(campaign)).toBeUndefined();
    await expectAllMailedOnce(campaign);
  });

  test('by a bug in one lane waits for the other lanes before it lets go of the campaign', async () => {
    const campaign = await planThirty();
    const around = meddling(async (count, request, real) => {
      if (count === 2) throw new Error('a bug');
      return real.post(request);
    });
    await expect(stage.send(campaign, { around, concurrency: 3 })).rejects.toThrow('a bug');
    const tally = await stage.tally(campaign);
    expect(tally.unknown).toBe(5);
    expect(stage.sandbox.stats().recipients).toBe(tally.accepted);

    await stage.send(campaign);
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 25, unknown: 5, planned: 0 });
    expect(stage.sandbox.stats()).toMatchObject({ recipients: 25, duplicates: 0 });
  });

  test('by a request that cannot be made holds nobody as unknown: nothing of it left', async () => {
    const campaign = await planThirty();
    let made = 0;
    const breaking: MakeRequest = () => {
      made += 1;
      throw new Error('a bug');
    };
    await stage.ledger.takeSender(campaign.number);
    const batch = await stage.ledger.claimBatch(campaign.number);
    if (!batch) throw new Error('There was no batch to claim.');
    const transport = { post: () => Promise.reject(new Error('never')), close: async () => {} };
    const means = {
      transport,
      clock: { sleep: async () => {}, elapsed: () => 0 },
      random: () => 0,
    };
    await expect(deliverBatch(batch, breaking, stage.ledger, means)).rejects.toThrow('a bug');
    await stage.ledger.releaseSender(campaign.number);
    expect(made).toBe(1);
    expect(await stage.tally(campaign)).toMatchObject({ planned: 30, unknown: 0, requests: 0 });
    expect(await stage.send(campaign)).toBeUndefined();
    await expectAllMailedOnce(campaign);
  });

  test('does not begin while another process sends the same campaign', async () => {
    const campaign = await planThirty();
    const file = join(stage.folder, 'ledger.sqlite');
    // Any other process that is alive will do; this one's parent is.
    const others = await openLedger({ file, now: Date.now, pid: process.ppid });
    const reached = openGate();
    const gate = openGate();
    const around = meddling(async (_count, request, real) => {
      reached.open();
      await gate.opened;
      return real.post(request);
    });
    const first = stage.send(campaign, { ledger: others, around });
    await reached.opened;
    await expect(stage.send(campaign)).rejects.toMatchObject({ code: 'already-sending' });
    gate.open();
    expect(await first).toBeUndefined();
    await others.close();
    await expectAllMailedOnce(campaign);
  });
});

function openGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
