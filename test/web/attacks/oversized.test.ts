import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postedFields } from '../../../src/web/posted-fields.ts';
import { type APublicSite, openPublicSite } from '../a-public-site.ts';
import { ROSA } from '../a-site.ts';
import { talk } from './talk.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let site: APublicSite;
beforeAll(async () => {
  site = await openPublicSite();
});
afterAll(() => site.close());

const postRaw = (url: string, body: string) =>
  fetch(url, { method: 'POST', headers: FORM, body, redirect: 'manual' });

describe('a request that is too large', () => {
  test('in its form is refused, and nothing of it is kept', async () => {
    for (const url of [site.signLink(), site.page]) {
      expect((await postRaw(url, `first_name=${'a'.repeat(70_000)}`)).status).toBe(413);
    }
    expect((await postRaw(site.unsubscribeLink(), 'a'.repeat(1_100_000))).status).toBe(413);
    expect((await postRaw(`${site.url}/events/sendgrid`, 'a'.repeat(8_400_000))).status).toBe(413);
    expect(await site.ledger.countSignatures('keep-the-door-open')).toBe(0);
    expect(await site.ledger.isSuppressed(ROSA)).toBe(false);
  });

  test('without saying how large it is is cut where it becomes too large', async () => {
    const { pathname } = new URL(site.signLink());
    const head = [
      `POST ${pathname} HTTP/1.1`,
      'Host: x',
      'Content-Type: application/x-www-form-urlencoded',
      'Transfer-Encoding: chunked',
    ].join('\r\n');
    const chunk = `4000\r\n${'a'.repeat(0x4000)}\r\n`;
    expect(await talk(site.url, `${head}\r\n\r\n${chunk.repeat(5)}`)).toMatch(/^HTTP\/1.1 413 /);
  });

  test('in its headers is refused', async () => {
    const headers = `X-Big: ${'a'.repeat(20_000)}`;
    const answer = await talk(site.url, `GET / HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 431 /);
  });

  test('in its address is refused', async () => {
    expect((await fetch(`${site.signLink()}?${'a'.repeat(3000)}`)).status).toBe(414);
  });

  test('in the number of its fields is read in no time, and shows a form', async () => {
    const answer = await postRaw(site.signLink(), 'a&'.repeat(32_000));
    expect(answer.status).toBe(422);
    expect((await answer.text()).length).toBeLessThan(30_000);
  });

  test('in the number of its fields is not handed back whole by a page that could not take it', () => {
    const fields = Array.from({ length: 9000 }, (_, index) => [`a${index}`, '1']);
    expect(postedFields(Object.fromEntries(fields)).length).toBe(50);
  });

  test('in what a field may hold is told so, and the page that comes back is no larger than it', async () => {
    const answer = await postRaw(site.signLink(), `first_name=${'a'.repeat(60_000)}`);
    expect(answer.status).toBe(422);
    expect((await answer.text()).length).toBeLessThan(70_000);
  });
});
