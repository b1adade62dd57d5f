import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { CampaignNumber } from '../../src/terms.ts';
import { giveDatabase, run, takeDatabase } from '../ledger/a-database.ts';
import { draft, rowsOf, supporters } from '../ledger/ledgers.ts';
import { type Balancer, openBalancer } from './a-balancer.ts';
import { keepSigning } from './keep-signing.ts';

const SECRET = 'a-secret-for-tests-that-is-long-enough';
const PEOPLE = 6000;
const LANES = 12;
const PAUSE_MS = 5;

let database: string;
let folder: string;
let campaign: CampaignNumber;
let balancer: Balancer;
const started: ChildProcess[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'outcry-rolling-'));
  copyFileSync('outcry.yaml', join(folder, 'outcry.yaml'));
  database = await takeDatabase();
  const ledger = await openLedger({ database, now: Date.now });
  campaign = (await ledger.openCampaign(draft)).number;
  await ledger.freezeAudience(campaign, rowsOf(supporters(PEOPLE)), 1000);
  await ledger.close();
  balancer = await openBalancer();
});
afterEach(async () => {
  for (const child of started) child.kill('SIGKILL');
  await balancer.close();
  await giveDatabase(database);
  rmSync(folder, { recursive: true });
});

/** The real command, behind the balancer. */
async function serve() {
  const argv = ['bin/outcry.js', 'serve', '--port', '0', '--drain', '0.5', '--json'];
  const env = {
    PATH: process.env.PATH,
    OUTCRY_SECRET: SECRET,
    OUTCRY_URL: 'https://act.example.org',
    OUTCRY_DATABASE_URL: database,
  };
  const child = spawn(process.execPath, [...argv, '--workspace', folder], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(child);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const answers = balancer.add(new URL(JSON.parse(line).url));
  await expect.poll(answers, { timeout: 30_000 }).toBeGreaterThan(0);
  return {
    answers,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      return ended;
    },
  };
}

it('one of two servers is restarted, then the other stopped, and every post in the meantime is answered and kept', async () => {
  const first = serve();
  await expect.poll(balancer.hasReady, { timeout: 30_000 }).toBe(true);
  const stopSigning = keepSigning({
    campaign,
    people: PEOPLE,
    secret: SECRET,
    lanes: LANES,
    pauseMs: PAUSE_MS,
    whereTo: () => balancer.url,
  });
  const [one, other] = await Promise.all([first, serve()]);
  expect(await one.stop()).toEqual([0, null]);
  const oneAgain = await serve();
  expect(await other.stop()).toEqual([0, null]);
  const answers = await stopSigning();

  expect(balancer.cut).toEqual([]);
  expect(answers.size).toBeLessThan(PEOPLE);
  expect([...new Set(answers.values())]).toEqual([303]);
  for (const { answers: own } of [one, other, oneAgain]) {
    expect(own()).toBeGreaterThan(0);
  }
  const kept = (await run('select recipient from signatures', database)) as { recipient: number }[];
  expect(kept.map(({ recipient }) => recipient).sort()).toEqual([...answers.keys()].sort());
});
