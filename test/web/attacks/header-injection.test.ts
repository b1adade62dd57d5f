import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStage, type Stage } from '../../send/a-stage.ts';
import { type APublicSite, openPublicSite } from '../a-public-site.ts';
import { post } from '../a-site.ts';
import { talk } from './talk.ts';

const NAMES = [
  'Ana\r\nBcc: victim@example.net',
  'Ana\nSubject: Cheap pills',
  'Ana\r\n\r\n<b>Another body</b>',
  'Ana\u2028Bcc: victim@example.net',
  'Ana\u0000\u0085Bcc: victim@example.net',
  '=?utf-8?Q?Ana=0D=0ABcc:_victim@example.net?=',
];

describe('a name on a list that holds a mail header', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  test('adds none to the letter, and nobody who gets it', async () => {
    const rows = NAMES.map((name, index) => [`n${index}@example.org`, name, 'yes']);
    const plain = ['plain@example.org', 'Ana', 'yes'];
    const campaign = await stage.plan({ lists: [stage.list('names.csv', [plain, ...rows])] });
    await stage.send(campaign);
    const [usual] = await stage.copies('plain@example.org');
    for (const [index] of NAMES.entries()) {
      const [copy] = await stage.copies(`n${index}@example.org`);
      expect(copy?.subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      expect(Object.keys(copy?.headers ?? {})).toEqual(Object.keys(usual?.headers ?? {}));
      for (const value of Object.values(copy?.headers ?? {})) {
        expect(value).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      }
      expect(copy?.to).toBe(`n${index}@example.org`);
    }
    expect(await stage.copies('victim@example.net')).toEqual([]);
    expect(stage.sandbox.stats().recipients).toBe(NAMES.length + 1);
  });
});

describe('a form that holds a header', () => {
  let site: APublicSite;
  beforeAll(async () => {
    site = await openPublicSite();
  });
  afterAll(() => site.close());

  test.each(NAMES.slice(0, 5))(
    'in a name, %j, is told that it is no line of text',
    async (name) => {
      const answer = await post(site.signLink(), { first_name: name });
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain('must be one line of plain text');
    },
  );

  test.each([
    'nina@example.org\r\nBcc: victim@example.net',
    'nina@example.org,victim@example.net',
    'nina@example.org%0d%0aBcc: victim@example.net',
    'Nina <nina@example.org>\nBcc: victim@example.net',
  ])('in an address, %j, makes no mail', async (email) => {
    const before = site.sandbox.stats().requests;
    expect((await post(site.page, { first_name: 'Nina', email })).status).toBe(422);
    expect(site.sandbox.stats().requests).toBe(before);
  });

  test('in its language adds none to the answer (response splitting)', async () => {
    const lang = 'en\r\nSet-Cookie: a=b\r\n\r\n<script>';
    const answer = await post(site.page, { first_name: 'Nina', email: 'nina@example.org', lang });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/p/keep-the-door-open/asked?lang=en');
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  test('in its address adds none to the answer either', async () => {
    const { pathname } = new URL(site.signLink());
    for (const evil of ['%0d%0aSet-Cookie:%20a=b', '?lang=%0d%0aSet-Cookie:%20a=b']) {
      const answer = await talk(site.url, `GET ${pathname}${evil} HTTP/1.1\r\nHost: x\r\n\r\n`);
      expect(answer.split('\r\n\r\n')[0]).not.toMatch(/set-cookie/i);
    }
  });
});
