import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type APublicSite, openPublicSite } from '../a-public-site.ts';
import { PETITION, post, ROSA } from '../a-site.ts';

const EVIL = { origin: 'https://evil.example.net', referer: 'https://evil.example.net/' };

let site: APublicSite;
beforeAll(async () => {
  site = await openPublicSite();
});
afterAll(() => site.close());

const routes = () => [site.signLink(), site.unsubscribeLink(), site.page];

describe('a request that another site makes a browser send', () => {
  test('finds nothing in the browser to use: there is no cookie and no login', async () => {
    for (const url of routes()) {
      expect((await fetch(url)).headers.get('set-cookie')).toBeNull();
      expect((await post(url, {})).headers.get('set-cookie')).toBeNull();
      expect((await fetch(url)).headers.get('www-authenticate')).toBeNull();
    }
  });

  test('gets no leave to read an answer (CORS)', async () => {
    for (const url of routes()) {
      const ask = { 'access-control-request-method': 'POST', ...EVIL };
      for (const method of ['OPTIONS', 'GET']) {
        const { headers } = await fetch(url, { method, headers: ask });
        expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
        expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      }
    }
  });

  test.each([
    ['application/json', '{"first_name":"Rosa"}'],
    ['text/plain', 'first_name=Rosa'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="first_name"\r\n\r\nRosa\r\n--x--',
    ],
  ])('signs nothing as %s', async (type, body) => {
    for (const url of [site.signLink(), site.page]) {
      const headers = { 'content-type': type, ...EVIL };
      expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(415);
    }
    expect(await site.ledger.countSignatures(PETITION.slug)).toBe(0);
  });

  test('without the token of a letter signs for nobody, whatever it says of itself', async () => {
    const body = new URLSearchParams({ first_name: 'Rosa', email: ROSA });
    for (const path of ['/s/', '/s/x', `/s/${site.signLink(2).split('/').at(-1)}`, '/u/x']) {
      const answer = await fetch(site.url + path, { method: 'POST', headers: EVIL, body });
      expect(answer.status).toBe(404);
    }
    expect(await site.ledger.countSignatures(PETITION.slug)).toBe(0);
  });

  test('under a public petition only asks the owner of the address, who then decides', async () => {
    await post(site.page, { first_name: 'Nina', email: 'nina@example.org' });
    expect(await site.ledger.countSignatures(PETITION.slug)).toBe(0);
    expect(await site.mailsTo('nina@example.org')).toHaveLength(1);
  });

  test('by another method than the page’s own does nothing', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const body = new URLSearchParams({ first_name: 'Rosa' });
      expect((await fetch(site.signLink(), { method, body })).status).toBe(404);
      const override = { 'x-http-method-override': 'POST' };
      expect((await fetch(site.signLink(), { headers: override })).status).toBe(200);
    }
    expect(await site.ledger.countSignatures(PETITION.slug)).toBe(0);
  });
});
