import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type ASite, openSite, post } from '../a-site.ts';

let site: ASite;
let letGo = () => {};
afterEach(() => {
  letGo();
  return site.close();
});

/** Every count of signatures waits until it is let go; `asked` counts those that wait. */
async function openWaitingSite(mostUnderWay: number) {
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  site = await openSite({
    mostUnderWay,
    troubled: (ledger) => ({
      ...ledger,
      countSignatures: async (petition) => {
        await held;
        return ledger.countSignatures(petition);
      },
    }),
  });
}

/** Sends so many requests on one connection, without waiting for an answer. */
function pipeline(count: number) {
  const socket = connect(Number(new URL(site.url).port), '127.0.0.1');
  socket.on('error', () => {});
  const { pathname } = new URL(site.signLink());
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(count));
  return socket;
}

const readiness = async () => (await fetch(`${site.url}/readyz`)).status;

describe('many requests on one connection', () => {
  test('that is then dropped do not count as under way for ever', async () => {
    await openWaitingSite(10);
    const socket = pipeline(12);
    await expect.poll(readiness).toBe(503);
    socket.destroy();
    await expect.poll(readiness).toBe(200);
    letGo();
    expect((await post(site.signLink(), { first_name: 'Rosa' })).status).toBe(303);
  });

  test('are cut off when they are very many', async () => {
    await openWaitingSite(1000);
    const socket = pipeline(500);
    await new Promise((resolve) => socket.once('close', resolve));
    await expect.poll(readiness).toBe(200);
  });

  test('are all answered, in order, when they are few', async () => {
    site = await openSite();
    const socket = pipeline(5);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    await expect.poll(() => answer.match(/HTTP\/1.1 200 OK/g)?.length).toBe(5);
    socket.destroy();
  });
});
