import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type APreview, openPreview } from './a-preview.ts';

let preview: APreview;
beforeAll(async () => {
  preview = await openPreview();
});
afterAll(() => preview.close());

/** As fetch will not: with any path and any header. */
async function raw(path: string, headers: Record<string, string> = {}): Promise<number> {
  const { port } = new URL(preview.url);
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('strangers', () => {
  const own = () => new URL(preview.url).host;
  it.each([
    [
      'another name for this machine',
      () => ({ host: `rebound.example.org:${own().split(':')[1]}` }),
    ],
    ['another port', () => ({ host: '127.0.0.1:1' })],
    ['another site’s script', () => ({ host: own(), origin: 'https://example.org' })],
    ['a page without an origin', () => ({ host: own(), origin: 'null' })],
    [
      'another program’s page on this machine',
      () => ({ host: own(), 'sec-fetch-site': 'same-site' }),
    ],
    [
      'a frame in another site’s page',
      () => ({
        host: own(),
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'iframe',
      }),
    ],
  ])('get nothing: %s', async (_who, headers) => {
    for (const path of ['/', '/events', '/copy?row=1', '/recipients?q=a', '/letter?row=1']) {
      expect(await raw(path, headers()), path).toBe(403);
    }
  });

  it('may send somebody here by a link', async () => {
    const visit = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(await raw('/', { host: own(), ...visit, 'sec-fetch-dest': 'document' })).toBe(200);
  });

  it.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/main.js/../../state.js',
    '/preview.html',
    '//etc/passwd',
    '/browser/main.ts',
  ])('get no other file: %s', async (path) => {
    expect(await raw(path)).toBe(404);
  });

  it('are kept out by what every answer says', async () => {
    for (const path of ['/', '/main.js', '/copy?row=1', '/letter?row=1', '/recipients?q=a']) {
      const { headers } = await fetch(preview.url + path);
      expect(headers.get('access-control-allow-origin'), path).toBe(null);
      expect(headers.get('cross-origin-resource-policy'), path).toBe('same-origin');
      expect(headers.get('cache-control'), path).toBe('no-store');
      expect(headers.get('content-security-policy'), path).toMatch(/default-src 'none'/);
    }
    const letter = (await fetch(`${preview.url}/letter?row=1`)).headers.get(
      'content-security-policy',
    );
    expect(letter).toMatch(/frame-ancestors 'self'; sandbox allow-same-origin allow-popups/);
    expect(letter).not.toMatch(/script/);
  });
});
