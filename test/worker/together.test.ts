import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Answer } from '../../src/delivery/transport.ts';
import type { Campaign, CampaignState } from '../../src/ledger/ledger.ts';
import { createDatabase, dropDatabase, run } from '../ledger/a-database.ts';
import { openTunnel } from '../ledger/a-tunnel.ts';
import { meddling, openStage, RIVER, type Stage, supporters } from '../send/a-stage.ts';
import { type Hired, hire } from './a-worker.ts';

let database: string;
let stage: Stage;
let list: string;
let crew: Hired[] = [];

beforeAll(async () => {
  database = await createDatabase();
  stage = await openStage({ database });
  list = stage.list('everybody.csv', supporters(40));
});
afterEach(async () => {
  await Promise.all(crew.map((one) => one.stop()));
  crew = [];
});
afterAll(async () => {
  await stage.close();
  await dropDatabase(database);
});

async function gather(count: number, meddle?: Parameters<typeof meddling>[0]): Promise<Hired> {
  const around = meddle && meddling(meddle);
  const hosts = Array.from({ length: count }, (_, index) => `host-${index + 1}`);
  crew = await Promise.all(hosts.map((host) => hire(stage, database, host, around)));
  return crew[0] as Hired;
}

async function stands({ number }: Campaign, state: CampaignState): Promise<Campaign> {
  return vi.waitFor(
    async () => {
      const campaign = await stage.ledger.campaignByNumber(number);
      expect(campaign?.state).toBe(state);
      return campaign as Campaign;
    },
    { timeout: 50_000, interval: 50 },
  );
}

/** When batches left, in order: by the one clock of all. */
async function departures({ number }: Campaign): Promise<number[]> {
  const rows = await run(
    `select claimed_at from batches where campaign = ${number} and claimed_at is not null order by claimed_at`,
    database,
  );
  return rows.map((row) => Number((row as { claimed_at: string }).claimed_at));
}

describe('several workers', () => {
  it('keep one rate together, and mail each recipient once', async () => {
    const { handOver } = await gather(3);
    const pace = { rate: { recipients: 5, ms: 200 } };
    const campaign = await stage.plan({ lists: [list], pace, batchSize: 5, name: 'paced' });
    await handOver(campaign);
    await stands(campaign, 'done');
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 40, batches: 8 });
    const left = await departures(campaign);
    const tookMs = (left.at(-1) ?? 0) - (left[0] ?? 0);
    // With a limit each, three would have taken a third of it; what processes know of the time differs.
    expect(tookMs, 'from the first batch to the last').toBeGreaterThan(7 * 200 - 100);
    const whoSent = crew.filter(({ lines }) => lines.some(({ state }) => state === 'accepted'));
    expect(whoSent.length, 'workers that took part').toBeGreaterThan(1);
    expect(stage.sandbox.stats()).toMatchObject({ recipients: 40, duplicates: 0 });
  });

  it('start what was to start at a time then, and not before', async () => {
    const { handOver } = await gather(2);
    const startsAt = Date.now() + 1500;
    const campaign = await stage.plan({ lists: [list], startsAt, name: 'later' });
    await handOver(campaign);
    await stands(campaign, 'done');
    expect((await departures(campaign))[0]).toBeGreaterThanOrEqual(startsAt - 50);
  });

  it('do not touch what was not handed over, though its time has come', async () => {
    const { doChores } = await gather(1);
    const campaign = await stage.plan({ lists: [list], startsAt: Date.now(), name: 'unasked' });
    await doChores();
    expect((await stage.ledger.campaignByNumber(campaign.number))?.state).toBe('ready');
    await stage.ledger.dropCampaign(campaign.number);
  });

  it('find what nobody knocked for: a lost knock costs a minute at most', async () => {
    const { ledger, doChores } = await gather(1);
    const campaign = await stage.plan({ lists: [list], name: 'unheard' });
    await ledger.handOver(campaign.number);
    await doChores();
    await stands(campaign, 'done');
  });

  it('look after the others where something is wrong with one campaign, and say so', async () => {
    const { ledger, doChores, lines } = await gather(1);
    const broken = await stage.plan({ lists: [list], name: 'broken' });
    const sound = await stage.plan({ lists: [list], name: 'sound' });
    for (const { number } of [broken, sound]) await ledger.handOver(number);
    const set = (what: string) =>
      run(`update campaigns set ${what} where number = ${broken.number}`, database);
    await set(`pace = '{'`);
    await doChores();
    await stands(sound, 'done');
    expect(lines).toContainEqual({
      level: 'error',
      what: expect.stringMatching(
        /^Campaign \d+ could not be looked after\. SyntaxError: .*\n +at /,
      ),
    });
    await set(`pace = '{}', state = 'cancelled'`);
  });

  it('go on where the way to the database breaks in the middle of claims, and leave nobody unknown', async () => {
    const tunnel = await openTunnel(database);
    try {
      crew = [await hire(stage, tunnel.address, 'host-1')];
      const pace = { rate: { recipients: 5, ms: 200 } };
      const campaign = await stage.plan({ lists: [list], pace, batchSize: 5, name: 'broken-off' });
      await crew[0]?.handOver(campaign);
      for (let cuts = 0; cuts < 3; cuts += 1) {
        tunnel.cutAfter('commit\0');
        await wait(300);
      }
      await stands(campaign, 'done');
      tunnel.mend();
      expect(await stage.tally(campaign)).toMatchObject({ accepted: 40, unknown: 0, planned: 0 });
      await crew.pop()?.stop();
    } finally {
      await tunnel.close();
    }
  });

  it('pause a campaign for all where its key is refused, and say why in the ledger', async () => {
    const blocked: Answer = {
      kind: 'blocked',
      status: 401,
      reason: 'No such key.',
      fix: 'Mend it.',
    };
    const { handOver } = await gather(2, async () => blocked);
    const campaign = await stage.plan({ lists: [list], batchSize: 5, name: 'keyless' });
    await handOver(campaign);
    const { stop } = await stands(campaign, 'paused');
    expect(stop).toEqual({
      reason: 'No such key.',
      fix: 'Mend it. Then run: outcry resume keyless',
    });
    expect(await stage.tally(campaign)).toMatchObject({ planned: 40, unknown: 0 });
    await stage.ledger.handOver(campaign.number);
    expect((await stage.ledger.campaignByNumber(campaign.number))?.stop).toBeUndefined();
    await stage.ledger.setCampaignState(campaign.number, 'cancelled');
  });

  it('wait for the winner of a trial without staying, and the rest gets it', async () => {
    const { handOver, doChores } = await gather(2);
    const appeal = join(stage.folder, 'tried.md');
    const letter = readFileSync(RIVER, 'utf8');
    writeFileSync(appeal, letter.replace(/^subject: .*$/m, 'subject: ["Keep it", "Save it"]'));
    const trial = { share: 0.5, rule: { probability: 0.99, afterMs: 86_400_000 } };
    const campaign = await stage.plan({ appeal, lists: [list], trial, name: 'tried' });
    await handOver(campaign);
    const { number } = campaign;
    await vi.waitFor(
      async () => expect(await stage.ledger.trialSent(number)).toBeDefined(),
      20_000,
    );
    const { accepted, planned } = await stage.tally(campaign);
    expect([accepted > 0, planned > 0, accepted + planned]).toEqual([true, true, 40]);
    await stage.ledger.chooseWinner(number, { variant: 'B', how: 'hand', probability: 0 });
    await doChores();
    await stands(campaign, 'done');
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 40 });
  });

  it('leave a campaign that staff cancel, within a batch and for good', async () => {
    const { handOver } = await gather(2);
    const pace = { rate: { recipients: 5, ms: 300 } };
    const campaign = await stage.plan({ lists: [list], pace, batchSize: 5, name: 'cancelled' });
    const { number } = campaign;
    await handOver(campaign);
    await vi.waitFor(
      async () => expect((await stage.tally(campaign)).accepted).toBeGreaterThan(0),
      20_000,
    );
    await stage.ledger.setCampaignState(number, 'cancelled');
    const leases = () => run(`select from senders where campaign = ${number}`, database);
    await vi.waitFor(async () => expect(await leases()).toEqual([]), 20_000);
    const { accepted, planned, unknown } = await stage.tally(campaign);
    expect([accepted + planned, planned > 0, unknown]).toEqual([40, true, 0]);
    expect(await stage.ledger.handOver(number)).toBe(false);
    expect((await stage.ledger.campaignByNumber(number))?.state).toBe('cancelled');
  });

  it('send what staff found unsent, while the rest is under way', async () => {
    let posts = 0;
    const { handOver, doChores } = await gather(2, async (_, request, real) => {
      posts += 1;
      return posts === 1 ? { kind: 'unknown', reason: 'No answer.' } : real.post(request);
    });
    const pace = { rate: { recipients: 5, ms: 200 } };
    const campaign = await stage.plan({ lists: [list], pace, batchSize: 5, name: 'reconciled' });
    const { number } = campaign;
    await handOver(campaign);
    await vi.waitFor(
      async () => expect(await stage.tally(campaign)).toMatchObject({ unknown: 5 }),
      20_000,
    );
    expect(await stage.ledger.decideUnknown(number, 'planned')).toBe(5);
    // Where all the rest went meanwhile, staff resume it.
    await stage.ledger.handOver(number);
    await doChores();
    await stands(campaign, 'done');
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 40, unknown: 0 });
  });

  it('have the engine do the chores each minute, and read the lists of SendGrid each night', async () => {
    await gather(1);
    const known = () =>
      run('select identifier from graphile_worker._private_known_crontabs order by 1', database);
    await vi.waitFor(async () =>
      expect(await known()).toEqual([{ identifier: 'chores' }, { identifier: 'sync' }]),
    );
  });

  it('are all held back by a limit that one of them has met, whatever they send', async () => {
    let posts = 0;
    const { handOver } = await gather(2, async (_, request, real) => {
      posts += 1;
      if (posts > 1) return real.post(request);
      return { kind: 'notTaken', reason: 'Too many requests.', retryAfterMs: 1500, isLimit: true };
    });
    const first = await stage.plan({ lists: [list], name: 'limited' });
    await handOver(first);
    const until = await vi.waitFor(async () => {
      const [hold] = await run('select until from holds', database);
      return Number((hold as { until: string }).until);
    });
    const second = await stage.plan({ lists: [list], name: 'another' });
    await handOver(second);
    for (const campaign of [first, second]) {
      await stands(campaign, 'done');
      // What processes know of the time differs by milliseconds.
      expect((await departures(campaign))[0]).toBeGreaterThanOrEqual(until - 50);
    }
  });
});
