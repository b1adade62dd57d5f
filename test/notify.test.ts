import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { postNotice, readHook } from '../src/notify.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A web hook on this machine that answers as it is told. */
async function openHook(answer: RequestListener): Promise<URL> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return new URL(`http://127.0.0.1:${port}/services/hush`);
}

describe('the address of a web hook', () => {
  it.each([
    ['https://hooks.example.org/services/T0/B0/hush', true, 'encrypted'],
    ['http://127.0.0.1:9000/hush', true, 'this machine'],
    ['http://localhost/hush', true, 'this machine'],
    ['http://hooks.example.org/hush', false, 'everybody on the way could read it'],
    ['http://127.0.0.1.example.org/hush', false, 'another machine'],
    ['https://user:word@hooks.example.org/', false, 'name and password'],
    ['file:///etc/passwd', false, 'no web address'],
    ['hooks.example.org/hush', false, 'half an address'],
    ['', false, 'nothing'],
  ])('%s: %s, for it is %s', (address, isFine) => {
    expect(readHook(address) !== undefined).toBe(isFine);
  });
});

describe('a notice', () => {
  it('is posted as JSON, with a text that calls nobody', async () => {
    const seen: [IncomingMessage, string][] = [];
    const hook = await openHook(async (request, response) => {
      seen.push([request, await text(request)]);
      response.end('ok');
    });
    expect(await postNotice(hook, { text: 'Done <!channel>', accepted: 3 })).toBeUndefined();
    const [[request, body] = []] = seen;
    expect(request?.method).toBe('POST');
    expect(request?.headers['content-type']).toMatch(/^application\/json/);
    expect(JSON.parse(body ?? '')).toEqual({ text: 'Done ‹!channel›', accepted: 3 });
  });

  it.each([302, 307, 404, 500])(
    'that is answered %s is told so, and goes nowhere else',
    async (status) => {
      let requests = 0;
      const hook = await openHook((_request, response) => {
        requests += 1;
        response.writeHead(status, { location: '/elsewhere' }).end('no');
      });
      expect(await postNotice(hook, { text: 'Done' })).toBe(`127.0.0.1 answered ${status}`);
      expect(requests).toBe(1);
    },
  );

  it('is given up when no answer comes', async () => {
    const hook = await openHook(() => {});
    expect(await postNotice(hook, { text: 'Done' }, 50)).toBe('127.0.0.1 did not answer in time');
  });

  it('that reaches nobody is told without the address, which is a secret', async () => {
    const hook = await openHook(() => {});
    for (const close of closers.splice(0)) close();
    const failure = await postNotice(hook, { text: 'Done' });
    expect(failure).toBe('127.0.0.1 could not be reached (ECONNREFUSED)');
  });
});
