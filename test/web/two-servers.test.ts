import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { type RunningServer, startServer } from '../../src/web/serve.ts';
import { giveDatabase, takeDatabase } from '../ledger/a-database.ts';
import { type ASite, openSite, PETITION, post } from './a-site.ts';

const supporters = [1, 2, 3, 4].map((number) => ({
  email: `s${number}@example.org`,
  fields: { first_name: `Name ${number}` },
}));

let database: string;
let elapsed = 0;
let one: ASite;
let other: RunningServer;
let otherLedger: Ledger;
beforeEach(async () => {
  elapsed = 0;
  database = await takeDatabase();
  const now = () => Date.UTC(2026, 10, 24, 12);
  one = await openSite({ database, supporters, elapsed: () => elapsed });
  otherLedger = await openLedger({ database, now });
  other = await startServer({
    ledger: otherLedger,
    links: one.links,
    templateRoots: ['templates'],
    organisation: { name: 'Safe Harbour', address: '12 Quay Street, Portland', url: undefined },
    publicUrl: 'https://act.example.org',
    host: '127.0.0.1',
    port: 0,
    now,
    elapsed: () => elapsed,
  });
});
afterEach(async () => {
  await other.close();
  await otherLedger.close();
  await one.close();
  await giveDatabase(database);
});

const atOther = (url: string) => url.replace(one.url, other.url);
const sign = (url: string) => post(url, { first_name: 'Rosa' });

/** How many signatures a page says that there are. */
async function countOn(url: string): Promise<number> {
  const html = await (await fetch(url)).text();
  return Number(/<strong>(\d+)<\/strong> of/.exec(html)?.[1]);
}

test('who signs at both at once is thanked by both, and counted once', async () => {
  for (const recipient of [1, 2, 3]) {
    const link = one.signLink(recipient);
    const answers = await Promise.all([sign(link), sign(atOther(link))]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    const places = answers.map(({ headers }) => headers.get('location')?.split('/').at(-1));
    expect(places.sort()).toEqual(['thanks', 'thanks?again']);
  }
  expect(await otherLedger.countSignatures(PETITION.slug)).toBe(3);
});

test('what one has counted the other shows within a second', async () => {
  const pages = [one.signLink(4), atOther(one.signLink(4))] as const;
  await sign(one.signLink(1));
  elapsed += 1000;
  expect([await countOn(pages[0]), await countOn(pages[1])]).toEqual([1, 1]);
  await sign(atOther(one.signLink(2)));
  await sign(one.signLink(3));
  elapsed += 1000;
  expect([await countOn(pages[0]), await countOn(pages[1])]).toEqual([3, 3]);
});

test('a petition that is closed takes no signature at either, a second later', async () => {
  const link = one.signLink(1);
  expect((await fetch(link)).status).toBe(200);
  expect((await fetch(atOther(link))).status).toBe(200);
  await otherLedger.decidePetition(PETITION.slug, 'closed');
  elapsed += 1000;
  expect((await sign(link)).status).toBe(410);
  expect((await sign(atOther(link))).status).toBe(410);
  await one.ledger.decidePetition(PETITION.slug, 'open');
  elapsed += 1000;
  expect((await sign(atOther(link))).status).toBe(303);
});
