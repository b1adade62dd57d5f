import { expect, test } from 'vitest';
import { forgetUnconfirmed } from '../../src/sign-publicly.ts';
import { openPublicSite } from './a-public-site.ts';
import { PETITION, post } from './a-site.ts';

const DAY = 86_400_000;

test('what is not confirmed for thirty days is deleted, and its link says so', async () => {
  let now = Date.UTC(2026, 10, 24);
  const site = await openPublicSite({ now: () => now });
  try {
    await post(site.page, { first_name: 'Nina', email: 'nina@example.org' });
    const link = await site.confirmLink('nina@example.org');
    // The ledger of the tests has a clock that stands.
    now += 31 * DAY;
    expect(await forgetUnconfirmed({ ...site, now: () => now })).toBe(1);
    const answer = await fetch(link);
    expect(answer.status).toBe(410);
    expect(await answer.text()).toContain('deleted after 30 days');
    expect((await post(link, {})).status).toBe(410);
    expect(await site.ledger.countSignatures(PETITION.slug)).toBe(0);
  } finally {
    await site.close();
  }
});
