import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { guardSchema } from '../../src/guard/guard-settings.ts';
import type { Campaign, CampaignState } from '../../src/ledger/ledger.ts';
import { createDatabase, dropDatabase, run } from '../ledger/a-database.ts';
import { openStage, type Stage, supporters } from '../send/a-stage.ts';
import { type Hired, hire } from './a-worker.ts';

const HOUR = 3_600_000;
const GUARD = guardSchema.parse({});
const PATIENCE = { timeout: 50_000, interval: 50 };

let database: string;
let stage: Stage;
let crew: Hired[] = [];

beforeEach(async () => {
  database = await createDatabase();
});
afterEach(async () => {
  await Promise.all(crew.map((one) => one.stop()));
  crew = [];
  await stage.close();
  await dropDatabase(database);
});

/** Two workers, and SendGrid's events. */
async function gather({ faults = '' } = {}): Promise<Hired> {
  stage = await openStage({ database, withEvents: true, faults });
  crew = await Promise.all(['host-1', 'host-2'].map((host) => hire(stage, database, host)));
  return crew[0] as Hired;
}

const plan = (people: number, more: Partial<Parameters<Stage['plan']>[0]>) =>
  stage.plan({
    lists: [stage.list('everybody.csv', supporters(people))],
    guard: GUARD,
    batchSize: 10,
    ...more,
  });

async function stands({ number }: Campaign, state: CampaignState): Promise<void> {
  await vi.waitFor(async () => {
    expect((await stage.ledger.campaignByNumber(number))?.state).toBe(state);
  }, PATIENCE);
}

/** The first wave is sent, and SendGrid has told of it. */
async function waveIsSent(campaign: Campaign): Promise<void> {
  await vi.waitFor(async () => {
    expect(await stage.ledger.waveSent(campaign.number)).toBeDefined();
  }, PATIENCE);
  await stage.eventsArrived();
}

/** As if its wait were over. */
const waveIsOld = ({ number }: Campaign) =>
  run(`update batches set settled_at = settled_at - ${HOUR} where campaign = ${number}`, database);

describe('the guard, where workers send', () => {
  it('stops all of them: nothing leaves once it has found something', async () => {
    const { engine, doChores } = await gather({ faults: 'bounce:0.5' });
    const pace = { rate: { recipients: 20, ms: 400 } };
    const campaign = await plan(1000, { pace });
    await stage.ledger.handOver(campaign.number);
    await engine.knock(campaign.number);
    await stands(campaign, 'paused');
    const sending = async () =>
      run(
        `select number from batches where campaign = ${campaign.number} and state = 'sending'`,
        database,
      );
    await vi.waitFor(async () => expect(await sending()).toEqual([]), PATIENCE);
    const [stop] = await stage.ledger.guardStops(campaign.number);
    expect(stop).toMatchObject({ kind: 'bounces', ended: undefined });
    const late = await run(
      `select number from batches where campaign = ${campaign.number} and claimed_at > ${stop?.at}`,
      database,
    );
    expect(late.length, 'at most one of each, claimed at the same moment').toBeLessThanOrEqual(2);
    const before = await stage.tally(campaign);
    expect(before.planned).toBeGreaterThan(0);

    await engine.knock(campaign.number);
    await doChores();
    expect(await stage.tally(campaign)).toEqual(before);
    expect(stage.sandbox.stats()).toMatchObject({ recipients: before.accepted, duplicates: 0 });
  });

  it('lets the rest of a campaign go after its first wave, though nobody stays for it', async () => {
    const { handOver, doChores } = await gather();
    const campaign = await plan(80, { wave: { people: 30, waitMs: HOUR } });
    await handOver(campaign);
    await waveIsSent(campaign);
    await doChores();
    const { accepted, planned } = await stage.tally(campaign);
    expect([accepted, planned]).toEqual([30, 50]);
    expect((await stage.ledger.campaignByNumber(campaign.number))?.state).toBe('sending');

    await waveIsOld(campaign);
    await doChores();
    await stands(campaign, 'done');
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 80, planned: 0 });
    expect(stage.sandbox.stats()).toMatchObject({ recipients: 80, duplicates: 0 });
  });

  it('finds what becomes known while nobody sends, and goes on once somebody says so', async () => {
    const { ledger, handOver, doChores } = await gather({ faults: 'bounce:0.5' });
    const campaign = await plan(80, { wave: { people: 40, waitMs: HOUR } });
    await handOver(campaign);
    await waveIsSent(campaign);
    await waveIsOld(campaign);
    await doChores();
    await stands(campaign, 'paused');
    expect(await ledger.guardStops(campaign.number)).toMatchObject([{ kind: 'bounces' }]);
    // Whichever of them has found it says so once it is kept.
    await vi.waitFor(() => {
      const lines = crew.flatMap((one) => one.lines);
      expect(lines.map(({ what }) => what).join()).toContain('The guard has stopped it.');
    }, PATIENCE);
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 40, planned: 40 });

    await ledger.endGuardStops(campaign.number, ['bounces'], 'despite', 'rosa on desk');
    await handOver(campaign);
    await doChores();
    await stands(campaign, 'done');
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 80, planned: 0 });
  });
});
