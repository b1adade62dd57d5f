import { afterEach, describe, expect, test } from 'vitest';
import { type ASite, openSite, post } from './a-site.ts';

let site: ASite;
afterEach(() => site.close());

describe('a server that is busy', () => {
  /** Every count waits until it is let go. */
  async function openBusySite(mostUnderWay: number) {
    let letGo = () => {};
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
    return letGo;
  }

  test('asks whoever comes then to come again, and keeps nothing of hers', async () => {
    const letGo = await openBusySite(2);
    const waiting = [fetch(site.signLink()), fetch(site.signLink())];
    await expect.poll(async () => (await fetch(`${site.url}/readyz`)).status).toBe(503);

    const sentAway = await post(site.signLink(), { first_name: 'Rosa' });
    expect(sentAway.status).toBe(503);
    expect(sentAway.headers.get('retry-after')).toBe('30');
    expect(sentAway.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await sentAway.text()).toContain('Please wait half a minute');
    expect(await (await fetch(site.signLink())).text()).toContain('load this page once more');
    expect((await fetch(`${site.url}/healthz`)).status).toBe(200);

    letGo();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200]);
    await expect.poll(async () => (await fetch(`${site.url}/readyz`)).status).toBe(200);
    expect(await site.ledger.countSignatures('keep-the-door-open')).toBe(0);
    expect((await post(site.signLink(), { first_name: 'Rosa' })).status).toBe(303);
  });

  test('forgets visitors who gave up waiting', async () => {
    const letGo = await openBusySite(1);
    const patience = new AbortController();
    const waiting = fetch(site.signLink(), { signal: patience.signal }).catch(() => 'gave up');
    await expect.poll(async () => (await fetch(site.signLink())).status).toBe(503);
    patience.abort();
    expect(await waiting).toBe('gave up');
    await expect.poll(async () => (await fetch(`${site.url}/readyz`)).status).toBe(200);
    letGo();
  });
});
