import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRequestMaker } from '../../src/campaign/make-request.ts';
import type { Batch, Campaign } from '../../src/ledger/ledger.ts';
import { createLinks } from '../../src/links.ts';
import type { Message } from '../../src/message/message.ts';
import type { Address, RecipientNumber } from '../../src/terms.ts';
import { aMessage, anAppeal } from '../message/a-letter.ts';
import { type ASite, FROM, openSite, SECRET } from './a-site.ts';

const URL_OF_SITE = 'https://act.example.org';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const LETTER = anAppeal(
  `Read [the law](https://law.example.org/a?b=1&c=2).[@slate]

[Give](https://give.example.org/?who={{first_name}}) and [see](https://law.example.org/b).

{{> sign}}
`,
  `track: [links, sources, trap]
sources:
  slate: { title: An article, url: "https://slate.example.org/a" }`,
);

let site: ASite;
let request: ReturnType<ReturnType<typeof createRequestMaker>>;
let message: Message;
let isFull = false;
beforeAll(async () => {
  message = await aMessage({ appeal: LETTER });
});
beforeEach(async () => {
  const edition = { lang: 'en', variant: '', message, from: FROM };
  const envelope = JSON.stringify({ editions: [edition], url: URL_OF_SITE });
  const supporters = [
    { email: 'rosa@example.org', fields: { first_name: 'Rosa & "Co"' } },
    { email: 'zoe@example.org', fields: { first_name: 'Zoë' } },
  ];
  site = await openSite({
    envelope,
    supporters,
    troubled: (ledger) => ({
      ...ledger,
      recordClick: (click) =>
        isFull ? Promise.reject(new Error('full')) : ledger.recordClick(click),
    }),
  });
  await site.ledger.takeSender(site.campaign);
  const campaign = (await site.ledger.campaignByNumber(site.campaign)) as Campaign;
  const batch = (await site.ledger.claimBatch(site.campaign)) as Batch;
  request = createRequestMaker(
    campaign,
    createLinks({ url: URL_OF_SITE, secrets: [SECRET] }),
    SECRET,
  )(batch);
});
afterEach(() => site.close());

/** What somebody's copy holds, as SendGrid puts it together. */
function partOf(recipient: number, part: 'html' | 'text'): string {
  const { substitutions = {} } = request.personalizations[recipient - 1] ?? {};
  return Object.entries(substitutions).reduce(
    (text, [token, value]) => text.replaceAll(token, () => value),
    request.shared[part],
  );
}

const trackedIn = (text: string) => [
  ...new Set(text.match(/https:\/\/act\.example\.org\/c\/[\w-]+/g)),
];

function follow(link: string, { agent = FIREFOX, method = 'GET' } = {}): Promise<Response> {
  const url = site.url + new URL(link).pathname;
  return fetch(url, { method, redirect: 'manual', headers: { 'user-agent': agent } });
}

async function leadsTo(link: string): Promise<string | null> {
  const answer = await follow(link);
  expect(answer.status).toBe(302);
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect(answer.headers.get('set-cookie')).toBeNull();
  return answer.headers.get('location');
}

describe('the tracked links of a copy', () => {
  const places = (name: string) => [
    'https://law.example.org/a?b=1&c=2',
    'https://slate.example.org/a',
    `https://give.example.org/?who=${name}`,
    'https://law.example.org/b',
  ];

  test.each([
    { recipient: 1, part: 'text', name: 'Rosa%20%26%20%22Co%22' },
    { recipient: 2, part: 'text', name: 'Zo%C3%AB' },
    { recipient: 1, part: 'html', name: 'Rosa%20%26%20%22Co%22' },
  ] as const)(
    'lead where the letter says: $part of $recipient',
    async ({ recipient, part, name }) => {
      const links = trackedIn(partOf(recipient, part));
      const found = await Promise.all(links.map(leadsTo));
      expect(found).toEqual(expect.arrayContaining(places(name)));
      for (const link of links) expect(link.length).toBeLessThan(78);
    },
  );

  test('are counted, each under its address, by who followed them', async () => {
    const links = trackedIn(partOf(1, 'text'));
    const law = links[0] ?? '';
    await follow(law);
    await follow(law, { agent: 'Barracuda Sentinel' });
    await follow(law, { method: 'HEAD', agent: 'SomeApp/1' });
    const { clicks } = await site.ledger.figures(site.campaign);
    expect(clicks).toMatchObject({ all: 0, human: 0 });
    expect(clicks.links).toEqual([
      expect.objectContaining({
        kind: 'link',
        link: 0,
        all: 3,
        human: 1,
        machine: 2,
        people: 1,
        rules: { 'no-sign': 1, agent: 1, head: 1 },
      }),
    ]);
  });

  test('still lead to the articles once the recipient was erased, and record nothing', async () => {
    const links = trackedIn(partOf(1, 'text'));
    await site.ledger.releaseSender(site.campaign);
    await site.ledger.eraseSupporter('rosa@example.org' as Address, { withdraw: false });
    const found = await Promise.all(links.map(leadsTo));
    expect(found).toEqual(expect.arrayContaining(places('')));
    expect((await site.ledger.figures(site.campaign)).clicks.links).toEqual([]);
  });

  test('leave no IP address in the ledger or the log', async () => {
    await follow(trackedIn(partOf(1, 'text'))[0] ?? '');
    await fetch(site.signLink());
    const files = readdirSync(site.folder).map((name) => readFileSync(join(site.folder, name)));
    const kept = Buffer.concat(files).toString('latin1') + JSON.stringify(site.log);
    expect(kept).toContain(FIREFOX);
    expect(kept).not.toMatch(/127\.0\.0\.1|::1\b/);
  });

  test('show the scanner that follows them all, the trap too', async () => {
    for (const link of trackedIn(partOf(2, 'html'))) await follow(link);
    const { clicks } = await site.ledger.figures(site.campaign);
    expect(clicks.links.map(({ human }) => human)).toEqual(clicks.links.map(() => 0));
    const trap = clicks.links.find(({ kind }) => kind === 'trap');
    expect(trap).toMatchObject({ all: 1, machine: 1, rules: { trap: 1 } });
  });

  test('lead to the petition, if it is the trap that somebody has found', async () => {
    const link = trackedIn(partOf(1, 'html')).at(-1) ?? '';
    expect(await leadsTo(link)).toBe('/p/keep-the-door-open');
  });

  test('are not in the letter that is looked at in the browser', async () => {
    const { view_link } = site.links.linksOf(site.campaign, 1 as RecipientNumber);
    const html = await (await fetch(site.url + new URL(view_link).pathname)).text();
    expect(html).toContain('href="https://law.example.org/b"');
    expect(trackedIn(html)).toEqual([]);
  });

  test('work on when clicks cannot be recorded', async () => {
    const [law = ''] = trackedIn(partOf(1, 'text'));
    isFull = true;
    expect(await leadsTo(law)).toBe('https://law.example.org/a?b=1&c=2');
    isFull = false;
    expect(JSON.stringify(site.log)).toContain('A click was not recorded');
  });

  test('nor does that keep anybody from her own pages', async () => {
    isFull = true;
    const own = Object.values(site.links.linksOf(site.campaign, 1 as RecipientNumber));
    const pages = own.flatMap((link) => (typeof link === 'string' ? new URL(link).pathname : []));
    const answers = await Promise.all(pages.map((page) => fetch(site.url + page)));
    isFull = false;
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});

describe('nothing else is followed', () => {
  test.each([
    ['a link that the letter does not have', () => linkOf(99)],
    ["somebody's sign link", () => site.signLink().replace('/s/', '/c/')],
    ['a link of nobody', () => linkOf(0, 77)],
    ['an address in the query', () => `${linkOf(99)}?url=https://evil.example.org/`],
    ['an address in the path', () => `${site.url}/c/https://evil.example.org/`],
  ])('%s', async (_, made) => {
    const answer = await follow(made());
    expect(answer.status).toBe(404);
    expect(answer.headers.get('location')).toBeNull();
    expect((await site.ledger.figures(site.campaign)).clicks.links).toEqual([]);
  });

  test('an address behind a right link changes nothing', async () => {
    const answer = await fetch(
      `${site.url}${new URL(linkOf(0)).pathname}?url=https://evil.example.org/`,
      { redirect: 'manual' },
    );
    expect(answer.headers.get('location')).toBe('https://law.example.org/a?b=1&c=2');
  });

  const linkOf = (link: number, recipient = 1) =>
    site.links.linksOf(site.campaign, recipient as RecipientNumber).click_link(link);
});
