import { Agent, type IncomingMessage, request } from 'node:http';
import { expect, test } from 'vitest';
import { openSite } from './a-site.ts';

/** One connection, used again and again, as web servers in front of ours have. */
function ask(agent: Agent, url: string, form?: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const method = form === undefined ? 'GET' : 'POST';
    const asked = request(url, { agent, method, headers: form === undefined ? {} : type });
    asked.once('error', reject);
    asked.once('response', (answer) => resolve(answer.resume()));
    asked.end(form);
  });
}

test('a server that stops still takes a signature that comes on a connection in use', async () => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let isHeld = () => {};
  const holding = new Promise<void>((resolve) => {
    isHeld = resolve;
  });
  const recorded: boolean[] = [];
  const site = await openSite({
    troubled: (ledger) => ({
      ...ledger,
      countSignatures: async (petition) => {
        isHeld();
        await held;
        return ledger.countSignatures(petition);
      },
      recordSignature: async (draft) => {
        const answer = await ledger.recordSignature(draft);
        recorded.push(answer.isNew);
        return answer;
      },
    }),
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const page = ask(agent, site.signLink());
  const signing = ask(agent, site.signLink(), 'first_name=Rosa');
  await holding;
  const closed = site.close();
  const isOpen = () =>
    fetch(`${site.url}/healthz`).then(
      () => true,
      () => false,
    );
  await expect.poll(isOpen).toBe(false);
  letGo();
  expect((await page).statusCode).toBe(200);
  const signed = await signing;
  expect(signed.statusCode).toBe(303);
  expect(signed.headers.connection).toBe('close');
  await closed;
  expect(recorded).toEqual([true]);
  agent.destroy();
});
