import { describe, expect, onTestFinished, test } from 'vitest';
import { openSendGridLists, readList } from '../../src/delivery/sendgrid-suppressions.ts';
import { answering, apiKey } from './open-sendgrid.ts';
import { findClosedPort, startServer } from './start-server.ts';

const NOW = Date.UTC(2026, 10, 24);
const http = (status: number, body: unknown = '', headers = {}) => ({ status, body, headers });
const errors = { errors: [{ field: null, message: 'access forbidden for SG.secret.key' }] };

describe('an answer for a list', () => {
  test('is read entry by entry, whatever is missing in one', () => {
    const body = [
      { created: 1443651141, email: 'Ana@Bücher.example', reason: '550 no', status: '5.1.1' },
      { created: '1443651142', email: 'ben@example.org' },
      { created: 'soon', email: 'nothing' },
      'odd',
    ];
    expect(readList(http(200, body), NOW)).toEqual({
      kind: 'page',
      entries: [
        { email: 'ana@xn--bcher-kva.example', at: 1443651141000, detail: '550 no' },
        { email: 'ben@example.org', at: 1443651142000, detail: '' },
        { email: undefined, at: undefined, detail: '' },
        { email: undefined, at: undefined, detail: '' },
      ],
    });
  });

  test.each([
    [401, 'blocked', /SENDGRID_API_KEY/],
    [403, 'blocked', /"Suppressions"/],
    [404, 'blocked', /OUTCRY_SENDGRID_URL/],
    [400, 'blocked', /OUTCRY_SENDGRID_URL/],
    [302, 'blocked', /OUTCRY_SENDGRID_URL/],
    [500, 'notTaken', undefined],
    [503, 'notTaken', undefined],
  ])('of %i is %s', (status, kind, fix) => {
    const answer = readList(http(status, errors), NOW);
    expect(answer.kind).toBe(kind);
    expect(JSON.stringify(answer)).not.toContain('secret');
    if (fix) expect(answer).toMatchObject({ fix: expect.stringMatching(fix) });
  });

  test('that is no list is told as such', () => {
    expect(readList(http(200, '<html>'), NOW)).toMatchObject({ kind: 'blocked' });
  });

  test('of 429 says how long to wait', () => {
    const headers = { 'x-ratelimit-reset': String(NOW / 1000 + 12) };
    expect(readList(http(429, errors, headers), NOW)).toMatchObject({
      kind: 'notTaken',
      retryAfterMs: 12_000,
    });
  });
});

describe('asking for a list', () => {
  const request = { list: 'bounces', from: 1999, to: NOW, offset: 500 } as const;

  test('says which page, in seconds, with the key', async () => {
    const seen: string[] = [];
    const url = await startServer((incoming, response) => {
      seen.push(`${incoming.method} ${incoming.url} ${incoming.headers.authorization}`);
      response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
    });
    const source = open(url);
    expect(await source.read(request)).toEqual({ kind: 'page', entries: [] });
    const span = `start_time=1&end_time=${NOW / 1000}`;
    expect(seen).toEqual([
      `GET /v3/suppression/bounces?${span}&limit=500&offset=500 Bearer ${apiKey}`,
    ]);
  });

  test('follows no redirect, and leaks no key when the network fails', async () => {
    const elsewhere = answering(307, '', { location: 'https://elsewhere.example' });
    expect(await open(await startServer(elsewhere)).read(request)).toMatchObject({
      kind: 'blocked',
    });
    const closed = open(`http://127.0.0.1:${await findClosedPort()}`);
    const answer = await closed.read(request);
    expect(answer).toMatchObject({ kind: 'notTaken', reason: expect.stringMatching('refused') });
    expect(JSON.stringify(answer)).not.toContain(apiKey);
    const cut = open(await startServer((incoming) => incoming.socket.destroy()));
    expect(await cut.read(request)).toMatchObject({
      kind: 'notTaken',
      reason: expect.stringMatching('broke before its answer'),
    });
  });

  test('knows accounts apart, without telling the key', () => {
    const one = open('http://127.0.0.1:1');
    expect(open('http://127.0.0.1:1').name).toBe(one.name);
    expect(open('http://127.0.0.1:2').name).not.toBe(one.name);
    expect(open('http://127.0.0.1:1', 'SG.other').name).not.toBe(one.name);
    expect(one.name).toMatch(/^[0-9a-f]{16}$/);
  });

  function open(url: string, key = apiKey) {
    const source = openSendGridLists({ apiKey: key, url, now: () => NOW });
    onTestFinished(() => source.close());
    return source;
  }
});
