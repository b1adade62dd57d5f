import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealEnvelope } from '../../src/campaign/envelope.ts';
import { linksOfLetter, signPageOf } from '../../src/campaign/letter-pages.ts';
import { createAskPage, lookAround } from '../../src/campaign/look-around.ts';
import { guardSchema } from '../../src/guard/guard-settings.ts';
import type { Look } from '../../src/guard/judge-looks.ts';
import type { Campaign } from '../../src/ledger/ledger.ts';

const MINUTE = 60_000;
let server: Server;
let here: string;
const asked: string[] = [];
beforeAll(async () => {
  server = createServer(({ method, url = '' }, response) => {
    asked.push(`${method} ${url}`);
    response.writeHead(Number(/\d+/.exec(url)?.[0] ?? 200)).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

const ask = (isRehearsal: boolean, url: string, before?: Look) =>
  createAskPage(isRehearsal)({ kind: 'links', url }, before, undefined);
const askOwn = (isRehearsal: boolean, url: string, before?: Look) =>
  createAskPage(isRehearsal)({ kind: 'sign-page', url }, before, undefined);

describe('A link, in a rehearsal', () => {
  test.each([
    { path: '/200', fails: false },
    { path: '/404', fails: true },
    { path: '/410', fails: true },
    { path: '/500', fails: true },
    { path: '/503', fails: true },
    { path: '/403', fails: false, why: 'many papers turn programs away' },
    { path: '/429', fails: false },
  ])('that answers $path fails: $fails', async ({ path, fails }) => {
    expect((await ask(true, here + path))?.reason !== undefined).toBe(fails);
  });

  test('to elsewhere is not asked', async () => {
    expect(await ask(true, 'https://example.org/404')).toBeUndefined();
  });
});

test('A link to this machine says nothing when mail really goes out', async () => {
  asked.length = 0;
  expect(await ask(false, `${here}/404`)).toBeUndefined();
  expect(asked).toEqual([]);
});

test('A sign page that was never started is no matter in a rehearsal, one that has gone is', async () => {
  const gone = 'http://127.0.0.1:9/readyz';
  const before = { kind: 'sign-page', url: gone, failures: 0, reason: '', at: 0 } as const;
  expect(await askOwn(true, gone)).toBeUndefined();
  expect((await askOwn(true, gone, before))?.reason).toContain('does not answer');
  expect((await askOwn(false, gone))?.reason).toContain('does not answer');
  expect(await askOwn(false, `${here}/readyz`)).toMatchObject({ reason: undefined });
});

describe('A letter', () => {
  const message = {
    prefix: 'Qx7',
    html: `<a href="HERE/404">a</a> <a href="HERE/s/Qx7zz">sign</a> <img src="HERE/200">
      <a href="mailto:me@example.org">me</a> <a href="HERE/404">again</a>`,
    tracked: [
      { kind: 'link', url: ['HERE/500'] },
      { kind: 'trap', url: ['HERE/trap'] },
    ],
  };
  const campaignOf = () => {
    const edition = JSON.parse(JSON.stringify(message).replaceAll('HERE', here));
    const editions = [{ lang: 'en', variant: '', message: edition }];
    return { envelope: sealEnvelope({ editions, url: `${here}/` } as never) } as Campaign;
  };

  test('leads to pages that are the same for all, each once', () => {
    expect(linksOfLetter(campaignOf())).toEqual([`${here}/404`, `${here}/200`, `${here}/500`]);
    expect(signPageOf(campaignOf())).toBe(`${here}/readyz`);
  });

  test('has its pages asked: those that fail soon again, others later, what is off never', async () => {
    const limits = guardSchema.parse({ sign_page: 'off' });
    const campaign = campaignOf();
    const time = { now: 0 };
    const look = async (looks: readonly Look[]) => {
      asked.length = 0;
      const tools = { askPage: createAskPage(true), now: () => time.now };
      const after = await lookAround(campaign, looks, limits, tools);
      return { after, pages: [...new Set(asked.map((one) => one.split(' ')[1]))].sort() };
    };
    const first = await look([]);
    expect(first.pages).toEqual(['/200', '/404', '/500']);
    time.now = MINUTE / 2;
    const second = await look(first.after);
    expect(second.pages).toEqual(['/404', '/500']);
    expect(second.after.map(({ failures }) => failures).sort()).toEqual([0, 2, 2]);
    time.now += 1000;
    const third = await look(second.after);
    expect(third).toEqual({ after: second.after, pages: [] });
    time.now = 6 * MINUTE;
    expect((await look(third.after)).pages).toEqual(['/200', '/404', '/500']);
  });
});
