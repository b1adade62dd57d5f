import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type ASite, openSite, post, SECRET } from './a-site.ts';

let site: ASite;
afterEach(() => site.close());

describe('the web side', () => {
  test('says that it is alive and ready', async () => {
    site = await openSite();
    expect((await fetch(`${site.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${site.url}/readyz`)).status).toBe(200);
  });

  test('shows a page of its own for whatever is not there', async () => {
    site = await openSite();
    const cut = site.signLink().slice(0, -1);
    const foreign = site.signLink(2);
    for (const url of [
      cut,
      foreign,
      ...['/', '/s/', '/s/x', `/s/${'a'.repeat(500)}`, '/s/%zz', '/v/x', '/p/x', '/c/x'].map(
        (path) => site.url + path,
      ),
      `${site.url}/s/..%2f..%2fetc%2fpasswd`,
    ]) {
      const answer = await fetch(url);
      expect([url, answer.status]).toEqual([url, 404]);
      const html = await answer.text();
      expect(html).toContain('This link does not work');
      expect(html).toContain('Safe Harbour');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    expect((await post(cut, { first_name: 'Rosa' })).status).toBe(404);
  });

  test('refuses an address that is far too long', async () => {
    site = await openSite();
    expect((await fetch(`${site.url}/s/x?${'a'.repeat(3000)}`)).status).toBe(414);
  });

  test('sends the headers that keep a page to itself', async () => {
    site = await openSite();
    const { headers } = await fetch(site.signLink());
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex, nofollow',
      'strict-transport-security': expect.stringContaining('max-age='),
    });
    expect(headers.get('set-cookie')).toBeNull();
  });

  test('asks for https only where supporters reach it by https', async () => {
    site = await openSite({ publicUrl: 'http://127.0.0.1:8080' });
    const { headers } = await fetch(site.signLink());
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  test('loads one stylesheet of its own, and nothing else', async () => {
    site = await openSite();
    const html = await (await fetch(site.signLink())).text();
    const loaded = [...html.matchAll(/(?:src|href)="([^"#]*)"/g)].map(([, url]) => url);
    expect(loaded).toEqual([expect.stringMatching(/^\/style-[0-9a-f]+\.css$/), 'data:,']);
    const style = await fetch(site.url + loaded[0]);
    expect(style.headers.get('content-type')).toContain('text/css');
    expect(style.headers.get('cache-control')).toContain('immutable');
    const older = await fetch(`${site.url}/style-000000000000.css`);
    expect(older.headers.get('cache-control')).toBe('no-store');
  });

  test('works under a path, whether or not the proxy hands the path on', async () => {
    site = await openSite({ publicUrl: 'https://example.org/act/' });
    const token = site.signLink().split('/').at(-1);
    for (const path of [`/act/s/${token}`, `/s/${token}`]) {
      const html = await (await fetch(site.url + path)).text();
      expect(html).toContain(`action="/act/s/${token}"`);
      expect(html).toMatch(/href="\/act\/style-/);
    }
    const answer = await post(`${site.url}/act/s/${token}`, { first_name: 'Rosa' });
    expect(answer.headers.get('location')).toBe(`/act/s/${token}/thanks`);
  });

  test('logs no token, no address and no secret', async () => {
    site = await openSite();
    const token = site.signLink().split('/').at(-1) ?? '';
    await fetch(site.signLink());
    await fetch(`${site.url}/nowhere/${token}?email=rosa.reyes@example.org`);
    await post(site.signLink(), { first_name: 'Rosa' });
    await post(site.unsubscribeLink(), {});
    const log = JSON.stringify(site.log);
    expect(log).toContain('"/s/…"');
    for (const secret of [token, 'rosa', 'Rosa', SECRET]) expect(log).not.toContain(secret);
  });

  test('says sorry, and nothing else, when the ledger fails', async () => {
    site = await openSite();
    const broken = await openSite({
      ledger: {
        ...site.ledger,
        campaignByNumber: () => Promise.reject(new Error('rosa.reyes@example.org is locked')),
      },
    });
    try {
      const answer = await fetch(site.signLink().replace(site.url, broken.url));
      expect(answer.status).toBe(500);
      const html = await answer.text();
      expect(html).toContain('Something went wrong on our side');
      expect(html).not.toContain('locked');
      expect((await fetch(`${broken.url}/readyz`)).status).toBe(503);
      expect(broken.log.some(({ level }) => level === 'error')).toBe(true);
      expect(JSON.stringify(broken.log)).not.toContain('rosa');
    } finally {
      await broken.close();
    }
  });

  test('closes while a browser still holds its connection', async () => {
    site = await openSite();
    await (await fetch(site.signLink())).text();
    const { port } = new URL(site.url);
    const idle = connect(Number(port), '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    const { url } = site;
    await site.close();
    await expect(fetch(url)).rejects.toThrow();
    site = await openSite();
  });
});

describe('starting it', () => {
  test('on a port that is taken says so and names --port', async () => {
    site = await openSite();
    const port = Number(new URL(site.url).port);
    await expect(openSite({ port })).rejects.toMatchObject({
      code: 'port-in-use',
      exit: 3,
      message: `Port ${port} is already in use on 127.0.0.1.`,
      fix: expect.stringContaining('--port'),
    });
  });

  test('on an address of another machine names --host', async () => {
    site = await openSite();
    await expect(openSite({ host: '192.0.2.1' })).rejects.toMatchObject({
      exit: 3,
      fix: expect.stringContaining('--host'),
    });
  });

  test('with a webhook key that is none names OUTCRY_WEBHOOK_KEY', async () => {
    site = await openSite();
    await expect(openSite({ webhookKey: 'nonsense' })).rejects.toMatchObject({
      exit: 3,
      message: expect.stringContaining('OUTCRY_WEBHOOK_KEY'),
    });
  });
});
