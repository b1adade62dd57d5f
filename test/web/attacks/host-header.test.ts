import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type APublicSite, linkIn, openPublicSite } from '../a-public-site.ts';
import { post } from '../a-site.ts';
import { talk } from './talk.ts';

const EVIL = 'evil.example.net';

let site: APublicSite;
beforeAll(async () => {
  site = await openPublicSite();
});
afterAll(() => site.close());

/** A request that claims to be for another host, in every way that proxies do. */
const lying = (method: string, url: string, body = '') =>
  [
    `${method} ${new URL(url).pathname} HTTP/1.1`,
    `Host: ${EVIL}`,
    `X-Forwarded-Host: ${EVIL}`,
    'X-Forwarded-Proto: gopher',
    `Forwarded: host=${EVIL}`,
    `X-Original-URL: /p/${EVIL}`,
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
    'Connection: close',
    `\r\n${body}`,
  ].join('\r\n');

describe('another host in the headers of a request', () => {
  test('stands in no page and no redirect', async () => {
    for (const url of [site.page, site.signLink(), site.unsubscribeLink(), `${site.url}/none`]) {
      const answer = await fetch(url, {
        headers: { 'x-forwarded-host': EVIL, forwarded: `host=${EVIL}`, 'x-forwarded-proto': 'x' },
      });
      expect(await answer.text()).not.toContain(EVIL);
    }
    const answer = await talk(site.url, lying('POST', site.signLink(), 'first_name=Rosa'));
    expect(answer).toMatch(/^HTTP\/1.1 303 /);
    expect(answer).toMatch(/^location: \/s\/[\w-]+\/thanks/m);
    expect(answer).not.toContain(EVIL);
  });

  test('stands in no mail: its link leads where supporters reach us', async () => {
    const opened = site.links.formStamp('keep-the-door-open', Date.UTC(2026, 10, 24, 11));
    const form = new URLSearchParams({ first_name: 'Nina', email: 'nina@example.org', opened });
    expect(await talk(site.url, lying('POST', site.page, `${form}`))).toMatch(/^HTTP\/1.1 303 /);
    const [mail] = await site.mailsTo('nina@example.org');
    expect(linkIn(mail)).toMatch(/^https:\/\/act\.example\.org\/y\//);
    expect(JSON.stringify(mail)).not.toContain(EVIL);
  });

  test('does not lead to another page', async () => {
    expect(await talk(site.url, lying('GET', `${site.url}/none`))).toMatch(/^HTTP\/1.1 404 /);
    expect((await post(site.signLink(), { first_name: 'Rosa' })).status).toBe(303);
  });

  test('twice changes nothing, and none at all is refused', async () => {
    const twice = `Host: a.example.org\r\nHost: ${EVIL}\r\n`;
    const { pathname } = new URL(site.page);
    const answer = await talk(site.url, `GET ${pathname} HTTP/1.1\r\n${twice}\r\n`);
    expect(answer).not.toContain(EVIL);
    expect(await talk(site.url, 'GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
  });
});
