import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createLinks } from '../../../src/links.ts';
import { loadPages } from '../../../src/web/pages.ts';
import { type APublicSite, openPublicSite } from '../a-public-site.ts';
import { PETITION, post } from '../a-site.ts';

const NINA = { first_name: 'Nina', email: 'nina@example.org' };
const NOON = Date.UTC(2026, 10, 24, 12);
const SECOND = 1000;
const HOUR = 3600 * SECOND;
const FOREIGN = createLinks({ url: 'https://a.example.org', secrets: ['b'.repeat(40)] });

let site: APublicSite;
const opened: APublicSite[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

/** The public page, and a clock that can be put forward. */
async function open() {
  const clock = { now: NOON };
  site = await openPublicSite({ now: () => clock.now });
  opened.push(site);
  return clock;
}

const stampIn = (html: string) => / name="opened" value="([^"]+)"/.exec(html)?.[1] ?? '';
const stampOfPage = async () => stampIn(await (await fetch(site.page)).text());
const mailed = async () => (await site.mailsTo(NINA.email)).length;

describe('a machine that fills in every field', () => {
  test('gets the answer that everybody gets, and nothing is kept or mailed', async () => {
    await open();
    const person = await post(site.page, { ...NINA, email: 'omar@example.org' });
    const before = site.sandbox.stats().requests;
    const machine = await post(site.page, { ...NINA, subject: 'Cheap pills' });
    expect(machine.status).toBe(person.status);
    expect(machine.headers.get('location')).toBe(person.headers.get('location'));
    expect(site.sandbox.stats().requests).toBe(before);
    // A trace of it would keep the real owner of the address waiting for an hour.
    await post(site.page, NINA);
    expect(await mailed()).toBe(1);
  });

  test('is told of mistakes as everybody is', async () => {
    await open();
    const person = await post(site.page, { first_name: 'Nina', email: 'nina' });
    const machine = await post(site.page, { first_name: 'Nina', email: 'nina', subject: 'x' });
    expect(await machine.text()).toBe(await person.text());
  });

  test('shows in the log, without what it typed', async () => {
    await open();
    await post(site.page, { ...NINA, subject: 'Cheap pills' });
    const log = JSON.stringify(site.log);
    expect(log).toContain('nothing was kept');
    expect(log).not.toMatch(/Cheap|nina/);
  });
});

describe('a form that comes too soon or too late', () => {
  test.each([
    [0, 'unsure', 'at once'],
    [2.9 * SECOND, 'unsure', 'before anybody could'],
    [3 * SECOND, 'person', 'as quick as people can be'],
    [24 * HOUR, 'person', 'after a night'],
    [25 * HOUR, 'unsure', 'after more than a day'],
  ])('after %d ms is taken for that of a person, or not (%s): %s', async (ms, who) => {
    const clock = await open();
    const opened = await stampOfPage();
    clock.now += ms;
    const answer = await post(site.page, { ...NINA, opened });
    expect(answer.status).toBe(who === 'person' ? 303 : 422);
    expect(await mailed()).toBe(who === 'person' ? 1 : 0);
  });

  test('comes again with all that was typed, and is taken when the button is pressed once more', async () => {
    for (const ms of [0, 25 * HOUR]) {
      const clock = await open();
      const first = await stampOfPage();
      clock.now += ms;
      const again = await post(site.page, { ...NINA, comment: 'For us', opened: first });
      const html = await again.text();
      expect(html).toMatch(/role="alert"[^>]*>\s*<h2[^>]*>Please press the button once more/);
      expect(html).toContain('For us</textarea>');
      expect(html).toContain('value="nina@example.org"');
      // Whoever waited for a day need not wait now; who was too quick has been by then.
      clock.now += ms === 0 ? 3 * SECOND : 0;
      const taken = await post(site.page, { ...NINA, opened: stampIn(html) });
      expect(taken.status).toBe(303);
      expect(await mailed()).toBe(1);
    }
  });

  test('does not have to wait again after a mistake', async () => {
    const clock = await open();
    const opened = await stampOfPage();
    clock.now += 10 * SECOND;
    const wrong = await post(site.page, { first_name: '', email: NINA.email, opened });
    expect((await post(site.page, { ...NINA, opened: stampIn(await wrong.text()) })).status).toBe(
      303,
    );
  });
});

describe('a stamp of a form', () => {
  test.each([
    ['is missing', () => ''],
    ['is invented', () => String(NOON - HOUR)],
    ['is of another server’s secret', () => FOREIGN.formStamp(PETITION.slug, NOON - HOUR)],
    ['is of another petition', () => site.links.formStamp('another', NOON - HOUR)],
    ['was made later', () => site.links.formStamp(PETITION.slug, NOON + HOUR)],
    ['has another time', () => `${site.links.formStamp(PETITION.slug, NOON).slice(0, -5)}00000`],
    ['is the token of a link', () => site.signLink().split('/').at(-1) ?? ''],
  ])('that %s proves nothing', async (_, make) => {
    await open();
    expect((await post(site.page, { ...NINA, opened: make() })).status).toBe(422);
    expect(await mailed()).toBe(0);
  });

  test('opens no link', async () => {
    await open();
    const stamp = await stampOfPage();
    for (const path of ['s', 'u', 'v', 'c', 'y', 'r']) {
      expect((await fetch(`${site.url}/${path}/${stamp}`)).status).toBe(404);
    }
  });
});

describe('the field that people do not see', () => {
  test('is out of the way of screen readers, keyboards, browsers and password managers', async () => {
    await open();
    const html = await (await fetch(site.page)).text();
    const [, block = ''] =
      /<div class="unseen" aria-hidden="true">([\s\S]*?)<\/div>/.exec(html) ?? [];
    expect(block).toContain('>Leave this field empty</label>');
    for (const said of ['tabindex="-1"', 'autocomplete="off"', 'data-1p-ignore', 'data-lpignore']) {
      expect(block).toContain(said);
    }
    const [, style = ''] = /href="(\/style-[^"]+)"/.exec(html) ?? [];
    expect(await (await fetch(site.url + style)).text()).toMatch(/\.unseen \{\s*display: none;/);
  });

  test('is not on the pages of letters, where the link is proof enough', async () => {
    await open();
    expect(await (await fetch(site.signLink())).text()).not.toContain('name="subject"');
    expect((await post(site.signLink(), { first_name: 'Rosa', subject: 'x' })).status).toBe(303);
  });
});

test('a page of one’s own without all this is refused at the start, not supporter by supporter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'outcry-own-'));
  mkdirSync(join(folder, 'pages'));
  writeFileSync(join(folder, 'pages/public.hbs'), '<form>{{> fields}}</form>');
  const organisation = { name: 'Safe Harbour', address: '1 Quay' };
  const templateRoots = [folder, 'templates'];
  try {
    expect(() => loadPages({ templateRoots, organisation, lang: 'en', cssPath: String })).toThrow(
      expect.objectContaining({
        code: 'page-template',
        fix: expect.stringContaining('{{> bot-trap}}'),
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
