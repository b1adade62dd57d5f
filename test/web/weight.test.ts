import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Address, Petition } from '../../src/terms.ts';
import { type APublicSite, openPublicSite } from './a-public-site.ts';
import { PETITION } from './a-site.ts';

const LANGUAGES = ['en', 'es', 'ar', 'he'];
/** All that a petition may ask, with the longest statement that anybody will read. */
const petition: Petition = {
  ...PETITION,
  statement: 'Keep the door open to those who flee. '.repeat(8),
  fields: { country: 'required', last_name: 'required', postcode: 'required', comment: 'required' },
  consents: ['a', 'b', 'c', 'd', 'e'].map((name) => ({
    name,
    text: 'I agree to whatever it may be that stands here, at some length.',
    required: true,
  })),
};

let site: APublicSite;
beforeAll(async () => {
  const supporters = LANGUAGES.map((lang) => ({
    email: `${lang}@example.org`,
    fields: { first_name: 'Rosa' },
    lang,
  }));
  const others = LANGUAGES.slice(1).map((lang) => [lang, { subject: 'x', petition }]);
  site = await openPublicSite({ petition, supporters, translations: Object.fromEntries(others) });
  for (const name of ['a', 'b', 'c']) await showComment(name);
});
afterAll(() => site.close());

/** As long as one may be. */
async function showComment(name: string): Promise<void> {
  const email = `${name}@example.com` as Address;
  await site.ledger.recordSignature({
    petition: PETITION.slug,
    email,
    firstName: 'Rosa',
    lastName: '',
    postcode: '',
    country: '',
    comment: 'word '.repeat(200),
    consent: false,
    campaign: undefined,
    recipient: undefined,
  });
  const number = await site.ledger.signatureOf(PETITION.slug, email);
  if (number) await site.ledger.decideComment(number, 'shown');
}

/** Bytes of a page and of everything that a browser loads for it. */
async function weigh(url: string): Promise<number> {
  const html = await (await fetch(url)).text();
  const loaded = [...html.matchAll(/<(?:link|img|script)\b[^>]*(?:href|src)="([^"]+)"/g)]
    .map(([, address = '']) => address)
    .filter((address) => !address.startsWith('data:'));
  expect(loaded).toEqual([expect.stringMatching(/^\/style-\w+\.css$/)]);
  const bodies = await Promise.all(loaded.map((path) => fetch(site.url + path)));
  const sizes = await Promise.all(bodies.map(async (one) => (await one.arrayBuffer()).byteLength));
  return sizes.reduce((sum, size) => sum + size, Buffer.byteLength(html));
}

test.each(LANGUAGES)(
  'whatever a petition asks, its pages weigh less than 30 KB: %s',
  async (lang) => {
    const sign = await weigh(site.signLink(LANGUAGES.indexOf(lang) + 1));
    const open = await weigh(`${site.page}?lang=${lang}`);
    expect(sign).toBeGreaterThan(10_000);
    expect([sign, open].filter((bytes) => bytes >= 30_000)).toEqual([]);
  },
);
