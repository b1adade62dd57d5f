import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRequestMaker } from '../../src/campaign/make-request.ts';
import type { openPress as OpenPress, Press } from '../../src/campaign/press.ts';
import { requestBody } from '../../src/delivery/sendgrid-request.ts';
import type { Request } from '../../src/delivery/transport.ts';
import type { Batch, Campaign } from '../../src/ledger/ledger.ts';
import { createLinks } from '../../src/links.ts';
import { openStage, type Stage, supporters } from './a-stage.ts';
import { PUBLIC_URL, SECRET } from './settings.ts';

// A thread runs what was built: Node does not read TypeScript.
const built = pathToFileURL(resolve('.build/campaign/press.js')).href;
const { openPress } = (await import(built)) as { openPress: typeof OpenPress };

const links = { url: PUBLIC_URL, secrets: [SECRET] };

let stage: Stage;
let press: Press;
let campaign: Campaign;
let batch: Batch;
beforeEach(async () => {
  stage = await openStage();
  campaign = await stage.plan({ lists: [stage.list('a.csv', supporters(50))] });
  await stage.ledger.takeSender(campaign.number);
  const claimed = await stage.ledger.claimBatch(campaign.number);
  if (!claimed) throw new Error('There was no batch.');
  batch = claimed;
  press = openPress({ campaign, links, secret: SECRET });
});
afterEach(async () => {
  await press.close();
  await stage.close();
});

describe('a press in a thread of its own', () => {
  test('writes the bytes that this thread would', async () => {
    const makeRequest = createRequestMaker(campaign, createLinks(links), SECRET);
    const expected = requestBody(makeRequest(batch) as Request);
    const [first, second] = await Promise.all([press.print(batch), press.print(batch)]);
    expect(Buffer.from(first.bytes).equals(expected)).toBe(true);
    expect(Buffer.from(second.bytes).equals(expected)).toBe(true);
    expect(first.recipients).toBe(50);
  });

  test('tells of a batch that it cannot write, and goes on with the next', async () => {
    const broken = press.print({ ...batch, lang: 'tlh' });
    const good = press.print(batch);
    await expect(broken).rejects.toThrow(/no edition "tlh"/);
    expect((await good).recipients).toBe(50);
  });

  test('lets nobody wait for ever once it has ended', async () => {
    const last = press.print(batch);
    await Promise.all([press.close(), expect(last).rejects.toThrow(/has ended/)]);
    await expect(press.print(batch)).rejects.toThrow(/has ended/);
  });
});
