import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RULES_VERSION } from '../../src/clicks/rules.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { CampaignNumber } from '../../src/terms.ts';
import { anOldLedger } from './an-old-ledger.ts';
import { address, ledgers, readyCampaign, recipientNumber, type Store } from './ledgers.ts';

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0';

describe.each(ledgers)('Clicks as they were judged, on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  let campaign: CampaignNumber;

  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
    ({ number: campaign } = await readyCampaign(ledger));
  });
  afterEach(() => store.remove());

  const click = (number: number, userAgent = BROWSER) =>
    ledger.recordClick({
      campaign,
      recipient: recipientNumber(number),
      kind: 'sign',
      method: 'GET',
      userAgent,
    });
  const counts = async () => {
    const { all, human, machine, links } = (await ledger.figures(campaign)).clicks;
    return { all, human, machine, people: links[0]?.people };
  };

  it('judges each recipient once, and again when she comes again', async () => {
    for (const number of [1, 1, 2, 3]) await click(number);
    expect(await ledger.judgeNewClicks()).toBe(3);
    expect(await ledger.judgeNewClicks()).toBe(0);
    expect(await counts()).toEqual({ all: 4, human: 4, machine: 0, people: 3 });
    store.clock.now += 3_600_000;
    await click(2, 'curl/8.5.0');
    expect(await ledger.judgeNewClicks(campaign)).toBe(1);
    expect(await counts()).toEqual({ all: 5, human: 4, machine: 1, people: 3 });
  });

  it('lets others be heard in between, and stops when it is asked to', async () => {
    await Promise.all(Array.from({ length: 700 }, (_, index) => click(index + 1)));
    const stop = new AbortController();
    setImmediate(() => stop.abort());
    const judged = await ledger.judgeNewClicks(campaign, stop.signal);
    expect(judged).toBeLessThan(700);
    expect(await ledger.judgeNewClicks(campaign)).toBe(700 - judged);
  });

  it('judges what came before anew by what comes after: a scanner’s burst, a signature', async () => {
    await click(1, 'curl/8.5.0');
    expect(await counts()).toEqual({ all: 1, human: 0, machine: 1, people: 0 });
    await ledger.recordSignature({
      petition: 'save-the-river',
      email: address(1),
      firstName: 'A',
      lastName: 'B',
      postcode: '',
      country: '',
      comment: '',
      consent: false,
      campaign,
      recipient: recipientNumber(1),
    });
    expect(await counts()).toEqual({ all: 1, human: 1, machine: 0, people: 1 });
    await click(2);
    await click(3);
    expect(await counts()).toMatchObject({ human: 3, machine: 0 });
    await ledger.recordClick({
      campaign,
      recipient: recipientNumber(3),
      kind: 'trap',
      method: 'GET',
      userAgent: BROWSER,
    });
    expect(await counts()).toMatchObject({ human: 2, machine: 1 });
  });
});

it.each([RULES_VERSION - 1, RULES_VERSION + 1])(
  'judges all anew that other rules have judged (version %i)',
  async (version) => {
    const folder = mkdtempSync(join(tmpdir(), 'outcry-judged-'));
    const file = join(folder, 'ledger.sqlite');
    const ledger = await openLedger({ file, now: () => 1e12 });
    try {
      const { number: campaign } = await readyCampaign(ledger);
      const recipient = recipientNumber(1);
      await ledger.recordClick({
        campaign,
        recipient,
        kind: 'sign',
        method: 'GET',
        userAgent: BROWSER,
      });
      expect((await ledger.figures(campaign)).clicks.human).toBe(1);
      const db = new SQLite(file);
      db.prepare("update clicks set rules = ?, rule = 'agent', is_first = 0").run(version);
      db.close();
      const { clicks } = await ledger.figures(campaign);
      expect(clicks).toMatchObject({ human: 1, machine: 0, links: [{ people: 1 }] });
    } finally {
      await ledger.close();
      rmSync(folder, { recursive: true });
    }
  },
);

it('brings a ledger up to date with the clicks and recipients that it holds', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'outcry-judged-'));
  const open = (name: string) => openLedger({ file: join(folder, name), now: () => 1e12 });
  try {
    const today = await open('today.sqlite');
    const { number: campaign } = await readyCampaign(today);
    const recipient = recipientNumber(1);
    const click = { campaign, recipient, kind: 'sign', method: 'GET', userAgent: BROWSER } as const;
    await today.recordClick(click);
    await today.close();
    const from = join(folder, 'today.sqlite');
    await anOldLedger(join(folder, 'old.sqlite'), { last: '0009-erased', from });
    const ledger = await open('old.sqlite');
    expect((await ledger.figures(campaign)).clicks).toMatchObject({ all: 1, human: 1 });
    expect(await ledger.byDomain(campaign)).toMatchObject([
      { domain: 'example.org', recipients: 5 },
    ]);
    await ledger.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
