import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import type { Address } from '../../../src/terms.ts';
import { type APublicSite, openPublicSite, postAndFollow } from '../a-public-site.ts';
import { PETITION, post, ROSA } from '../a-site.ts';

let site: APublicSite;
const asked: string[] = [];
const watched = (ledger: Ledger): Ledger => ({
  ...ledger,
  keepPending: (draft) => {
    asked.push('keep');
    return ledger.keepPending(draft);
  },
  forgetMail: (pending) => {
    asked.push('forget');
    return ledger.forgetMail(pending);
  },
});
beforeAll(async () => {
  site = await openPublicSite({ troubled: watched });
});
afterAll(() => site.close());

describe('whoever tries many', () => {
  test('addresses gets the same answer for each, after the same work', async () => {
    await post(site.signLink(), { first_name: 'Rosa' });
    await site.ledger.suppress('gone@example.org' as Address, 'unsubscribed', undefined);
    const emails = [ROSA, 'gone@example.org', 'new@example.org'];
    const seen: object[] = [];
    for (const email of emails) {
      asked.length = 0;
      const before = site.sandbox.stats();
      const answer = await postAndFollow(site.page, { first_name: 'Nina', email });
      const { requests, validated } = site.sandbox.stats();
      const work = { requests: requests - before.requests, asked: [...asked] };
      seen.push({ ...answer, ...work });
      expect(validated - before.validated).toBe(email.startsWith('new') ? 0 : 1);
    }
    expect(seen[0]).toMatchObject({ status: 303, requests: 1, asked: ['keep'] });
    expect(seen).toEqual([seen[0], seen[0], seen[0]]);
  });

  test('petitions gets the same for one that is not there, whatever is asked of it', async () => {
    const pages = new Set<string>();
    for (const path of ['/p/none', '/p/none/asked', '/p/none/picture.png', '/r/none', '/']) {
      const answer = await fetch(site.url + path);
      expect([path, answer.status]).toEqual([path, 404]);
      pages.add(await answer.text());
    }
    const posted = await post(`${site.url}/p/none`, { first_name: 'Nina', email: ROSA });
    pages.add(await posted.text());
    expect(pages.size).toBe(1);
  });

  test('petitions finds none whose audience is still being written down', async () => {
    const draft = { slug: 'still-secret', target: 'Council', statement: 'Hush.', goal: 10 };
    await site.ledger.openCampaign({
      name: 'secret',
      subject: 'Hush',
      petition: draft,
      lang: 'en',
      translations: {},
      envelope: JSON.stringify({ editions: [], url: '' }),
      hash: '0'.repeat(64),
    });
    expect((await fetch(`${site.url}/p/still-secret`)).status).toBe(404);
  });

  test('links learns nothing of their owner but a masked address, and signs in no other name', async () => {
    const html = await (await fetch(site.signLink())).text();
    expect(html).not.toContain(ROSA);
    expect(html).not.toContain('Reyes');
    expect(await site.ledger.countSignatures(PETITION.slug)).toBe(1);
  });

  test('files of the server finds no list, ledger, figures or version', async () => {
    const paths = [
      '/metrics',
      '/_sandbox/messages',
      '/lists/supporters.csv',
      '/package.json',
      '/signatures',
    ];
    for (const path of paths) {
      const { status, headers } = await fetch(site.url + path);
      expect([path, status]).toEqual([path, 404]);
      for (const name of ['server', 'x-powered-by']) expect(headers.get(name)).toBeNull();
    }
  });
});
