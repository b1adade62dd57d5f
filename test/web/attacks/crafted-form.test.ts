import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type APublicSite, openPublicSite } from '../a-public-site.ts';
import { PETITION } from '../a-site.ts';

let site: APublicSite;
beforeAll(async () => {
  site = await openPublicSite();
});
afterAll(() => site.close());

describe('a form that no browser would send', () => {
  test.each([
    ['first_name=Rosa&first_name=Eve', 'a field twice'],
    [
      '__proto__=x&constructor=y&prototype=z',
      'the names of what objects have (prototype pollution)',
    ],
    ['__proto__[first_name]=Rosa', 'the same with brackets'],
    ['first_name[toString]=Rosa', 'an object for a text'],
    ['first_name[]=Rosa', 'a list for a text'],
    ['first_name=%', 'half an escape'],
    ['first_name=%00%00', 'bytes that are no letters'],
    ['first_name=%E2%80%AE', 'a mark that turns text around'],
    ['%66irst_name=', 'an escaped name with nothing in it'],
    ['=&=&&&', 'nothing but signs'],
    ['first_name=%1B%5B2J', 'what would clear the terminal of staff'],
  ])('such as %s signs nothing, and breaks nothing: %s', async (body) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const url of [site.signLink(), site.page]) {
      const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual' });
      // Of half an escape, the sign is taken as typed.
      expect([422, ...(body === 'first_name=%' ? [303] : [])]).toContain(answer.status);
    }
    expect(({} as { first_name?: string }).first_name).toBeUndefined();
  });

  test('cannot say whose signature it is, where the link does', async () => {
    const body = new URLSearchParams({
      first_name: 'Eve',
      email: 'eve@example.org',
      recipient: '2',
    });
    await fetch(site.signLink(), { method: 'POST', body, redirect: 'manual' });
    const [signature] = await site.ledger.listSignatures({ limit: 1 });
    expect(signature).toMatchObject({ email: 'rosa.reyes@example.org', petition: PETITION.slug });
  });

  test('leaves the server well', async () => {
    expect((await fetch(`${site.url}/readyz`)).status).toBe(200);
    expect(site.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
