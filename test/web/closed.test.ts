import { afterEach, describe, expect, test } from 'vitest';
import { type APublicSite, openPublicSite } from './a-public-site.ts';
import { PETITION, post, type Wishes } from './a-site.ts';

let site: APublicSite;
let elapsed = 0;
afterEach(() => site.close());
const NINA = { first_name: 'Nina', email: 'nina@example.org' };

async function open(wishes: Wishes = {}): Promise<void> {
  site = await openPublicSite({ ...wishes, elapsed: () => elapsed });
}

/** A second later every visitor is told. */
async function decide(state: 'open' | 'closed'): Promise<void> {
  await site.ledger.decidePetition(PETITION.slug, state);
  elapsed += 1000;
}

const textAt = async (url: string) => (await fetch(url)).text();
const count = () => site.ledger.countSignatures(PETITION.slug);

describe('a petition that is closed', () => {
  test('says so on every page, shows how it ended, and takes no signature', async () => {
    await open();
    await post(site.page, NINA);
    const confirm = await site.confirmLink(NINA.email);
    await decide('closed');
    for (const url of [site.page, site.signLink(), confirm]) {
      const shown = await fetch(url);
      const html = await shown.text();
      expect([shown.status, url]).toEqual([200, url]);
      expect(html).toContain('<h1>This petition is closed</h1>');
      expect(html).toContain('until November 24, 2026');
      expect(html).toContain('<strong>0</strong> of 50,000 signatures');
      expect(html).not.toContain('<form');
      expect((await post(url, NINA)).status).toBe(410);
    }
    expect(await count()).toBe(0);
  });

  test('thanks who has signed, but does not ask her to share it', async () => {
    await open();
    await post(site.signLink(), { first_name: 'Rosa' });
    await decide('closed');
    const html = await textAt(site.signLink());
    expect(html).toContain('Thank you for signing');
    expect(html).not.toMatch(/id="share"|Sign as yourself/);
  });

  test('can be opened again', async () => {
    await open({ petition: { closes: '2026-11-20' } });
    expect(await textAt(site.page)).toContain('It could be signed until November 20, 2026');
    await decide('open');
    await post(site.signLink(), { first_name: 'Rosa' });
    expect(await count()).toBe(1);
  });
});

describe('the last day of a petition', () => {
  const HOUR = 3_600_000;
  const midnight = Date.UTC(2026, 10, 25);

  test.each([
    ['UTC', midnight - 1, true],
    ['UTC', midnight, false],
    ['America/New_York', midnight + 5 * HOUR - 1, true],
    ['America/New_York', midnight + 5 * HOUR, false],
    ['Asia/Tokyo', midnight - 9 * HOUR, false],
  ])('ends with it in %s: at %d it is open: %s', async (timezone, at, isOpen) => {
    await open({ petition: { closes: '2026-11-24' }, timezone, now: () => at });
    const { status } = await post(site.signLink(), { first_name: 'Rosa' });
    expect(status).toBe(isOpen ? 303 : 410);
    if (!isOpen) expect(await textAt(site.page)).toContain('until November 24, 2026');
  });
});
