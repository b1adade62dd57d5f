import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from '../../src/delivery/transport.ts';
import type { Campaign } from '../../src/ledger/ledger.ts';
import type { Notice } from '../../src/notify.ts';
import { createDatabase, dropDatabase } from '../ledger/a-database.ts';
import { meddling, openStage, type Stage, supporters } from '../send/a-stage.ts';
import { type Hired, hire } from './a-worker.ts';

const PATIENCE = { timeout: 50_000, interval: 50 };
const BLOCKED: Answer = {
  kind: 'blocked',
  status: 401,
  reason: 'The key was refused.',
  fix: 'Set another one.',
};

let database: string;
let stage: Stage;
let list: string;
let crew: Hired[] = [];
let posted: Notice[] = [];
let hookAnswers = 200;

const hookServer = createServer(async (request, response) => {
  posted.push((await json(request)) as Notice);
  response.writeHead(hookAnswers).end();
});

beforeAll(async () => {
  database = await createDatabase();
  stage = await openStage({ database });
  list = stage.list('everybody.csv', supporters(40));
  await new Promise<void>((resolve) => {
    hookServer.listen(0, '127.0.0.1', resolve);
  });
});
beforeEach(() => {
  [posted, hookAnswers] = [[], 200];
});
afterEach(async () => {
  await Promise.all(crew.map((one) => one.stop()));
  crew = [];
});
afterAll(async () => {
  hookServer.closeAllConnections();
  hookServer.close();
  await stage.close();
  await dropDatabase(database);
});

/** Two workers with one web hook, and a campaign for them. */
async function gather(meddle?: Parameters<typeof meddling>[0]): Promise<[Hired, Campaign]> {
  const hook = new URL(`http://127.0.0.1:${(hookServer.address() as AddressInfo).port}/hush`);
  const around = meddle && meddling(meddle);
  const hosts = ['host-1', 'host-2'];
  crew = await Promise.all(hosts.map((host) => hire(stage, database, host, around, hook)));
  return [crew[0] as Hired, await stage.plan({ lists: [list], batchSize: 10 })];
}

async function isPosted(count: number): Promise<void> {
  await vi.waitFor(() => expect(posted).toHaveLength(count), PATIENCE);
  // All of them look for what is left to tell.
  await Promise.all(crew.flatMap((one) => [one.doChores(), one.doChores()]));
  expect(posted, 'once').toHaveLength(count);
}

describe('how a campaign ends that is left to workers', () => {
  it('is posted once, though two of them send it', async () => {
    const [{ handOver }, campaign] = await gather();
    await handOver(campaign);
    await isPosted(1);
    expect(posted[0]).toMatchObject({ campaign: campaign.name, state: 'done', accepted: 40 });
    expect(posted[0]?.text).toContain(`${campaign.name} is done: 40 of 40 recipients mailed.`);
  });

  it('is posted with the reason of a stop, and again once it has been handed over anew', async () => {
    let isRefused = true;
    const [{ handOver }, campaign] = await gather(async (_, request, real) =>
      isRefused ? BLOCKED : real.post(request),
    );
    await handOver(campaign);
    await isPosted(1);
    const kept = await stage.ledger.campaignByNumber(campaign.number);
    expect(kept?.stop?.reason).toBeTruthy();
    expect(posted[0]).toMatchObject({ state: 'paused', stopped: kept?.stop, accepted: 0 });
    expect(posted[0]?.text).toContain(kept?.stop?.reason);

    isRefused = false;
    await handOver(campaign);
    await isPosted(2);
    expect(posted[1]).toMatchObject({ state: 'done', accepted: 40, stopped: null });
  });

  it('is posted by none of them where whoever follows it does, unless that one leaves', async () => {
    const [{ engine, ledger }, campaign] = await gather();
    await ledger.handOver(campaign.number);
    await engine.knock(campaign.number);
    await vi.waitFor(async () => {
      expect((await ledger.campaignByNumber(campaign.number))?.state).toBe('done');
    }, PATIENCE);
    await isPosted(0);
    await ledger.setToTell(campaign.number, true);
    await crew[1]?.doChores();
    await isPosted(1);
  });

  it('is posted with what the guard has found, by one of two who see it at once', async () => {
    const [{ ledger }, { number }] = await gather();
    await ledger.setCampaignState(number, 'sending');
    const reason = '9 % of it bounced.';
    await ledger.stopByGuard(number, [{ kind: 'bounces', subject: '', share: 0.09, reason }]);
    await ledger.setToTell(number, true);
    await Promise.all(crew.map((one) => one.doChores()));
    await isPosted(1);
    expect(posted[0]).toMatchObject({ state: 'paused', accepted: 0, planned: 40 });
    expect(posted[0]?.text).toContain(`The guard has stopped it. ${reason}`);
    expect(posted[0]?.text).toContain('--despite bounces');
  });

  it('waits for what is in flight', async () => {
    const [{ ledger, doChores }, { number }] = await gather();
    await stage.ledger.joinSenders(number);
    const batch = await stage.ledger.claimBatch(number);
    await ledger.setCampaignState(number, 'paused');
    await ledger.setToTell(number, true);
    await doChores();
    await isPosted(0);
    if (batch) await stage.ledger.settleBatch(batch, { state: 'accepted', messageId: 'one' });
    await stage.ledger.releaseSender(number);
    await doChores();
    await isPosted(1);
    expect(posted[0]).toMatchObject({ state: 'paused', accepted: 10, planned: 30 });
  });

  it('that cannot be posted is a line in the log', async () => {
    hookAnswers = 500;
    const [{ handOver }, campaign] = await gather();
    await handOver(campaign);
    await isPosted(1);
    const lines = crew.flatMap((one) => one.lines).filter(({ level }) => level === 'warn');
    const what = 'The summary was not posted: 127.0.0.1 answered 500. The send is not affected.';
    expect(lines).toEqual([{ level: 'warn', campaign: campaign.name, what }]);
  });
});
