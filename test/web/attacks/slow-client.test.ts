import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { PATIENCE } from '../../../src/web/timeouts.ts';
import { type ASite, openSite, post } from '../a-site.ts';

let site: ASite;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await site.close();
});

const QUICK = { headersMs: 150, requestMs: 300, idleMs: 400, checkMs: 20 };

/** What the server says to a client that sends this, piece by piece, until it hangs up. */
async function said(pieces: readonly string[], { again }: { again?: string } = {}) {
  const socket = dial();
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  for (const piece of pieces) socket.write(piece);
  const drip = again === undefined ? undefined : setInterval(() => socket.write(again), 20);
  await hungUp(socket);
  clearInterval(drip);
  return answer;
}

function dial(): Socket {
  const socket = connect(Number(new URL(site.url).port), '127.0.0.1');
  socket.on('error', () => {});
  sockets.push(socket);
  return socket;
}

const hungUp = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve));

describe('a slow client', () => {
  test('that never ends its headers is cut (slowloris)', async () => {
    site = await openSite({ patience: QUICK });
    const request = `GET ${new URL(site.signLink()).pathname} HTTP/1.1\r\nHost: x\r\n`;
    expect(await said([request], { again: 'X-More: 1\r\n' })).toMatch(/^HTTP\/1.1 408 /);
  });

  test('that never says a word is cut', async () => {
    site = await openSite({ patience: { ...QUICK, idleMs: 60_000 } });
    expect(await said([])).toMatch(/^HTTP\/1.1 408 |^$/);
  });

  test('that never ends its form is cut, and signs nothing', async () => {
    site = await openSite({ patience: QUICK });
    const head = [
      `POST ${new URL(site.signLink()).pathname} HTTP/1.1`,
      'Host: x',
      'Content-Type: application/x-www-form-urlencoded',
      'Content-Length: 5000',
    ];
    const start = `${head.join('\r\n')}\r\n\r\nfirst_name=Rosa`;
    expect(await said([start], { again: 'a' })).toMatch(/^HTTP\/1.1 408 /);
    expect(await site.ledger.countSignatures('keep-the-door-open')).toBe(0);
  });

  test('that holds on to its connection and says nothing more is cut', async () => {
    site = await openSite({ patience: { ...QUICK, headersMs: 60_000, requestMs: 60_000 } });
    expect(await said(['GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'])).toMatch(/^HTTP\/1.1 200 /);
  });

  test('that sends its form byte by byte takes nobody’s place', async () => {
    site = await openSite({ mostUnderWay: 5 });
    const { pathname } = new URL(site.signLink());
    const form = 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 500';
    const slow = Array.from({ length: 20 }, () => dial());
    for (const socket of slow)
      socket.write(`POST ${pathname} HTTP/1.1\r\nHost: x\r\n${form}\r\n\r\na=`);
    // Written one after another, so that the server has read them when it reads the next.
    for (const socket of slow) await new Promise((resolve) => socket.write('b', resolve));
    expect((await fetch(`${site.url}/readyz`)).status).toBe(200);
    expect((await post(site.signLink(), { first_name: 'Rosa' })).status).toBe(303);
  });

  test('leaves all others what they came for', async () => {
    site = await openSite();
    for (let count = 0; count < 200; count++) dial().write('GET / HTTP/1.1\r\nX-Slow: ');
    expect((await post(site.signLink(), { first_name: 'Rosa' })).status).toBe(303);
  });

  test('has limits that a phone on a bad line does not meet', async () => {
    site = await openSite();
    expect(PATIENCE.headersMs).toBeGreaterThanOrEqual(10_000);
    expect(PATIENCE.requestMs).toBeGreaterThanOrEqual(PATIENCE.headersMs);
    // Node looks for slow clients now and then, and must do so often enough.
    expect(PATIENCE.checkMs).toBeLessThanOrEqual(PATIENCE.headersMs);
  });
});
