import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Consent, Petition } from '../../src/terms.ts';
import { type APublicSite, openPublicSite, postAndFollow } from './a-public-site.ts';
import { type ASite, openSite, PETITION, post, ROSA } from './a-site.ts';

const AGE: Consent = { name: 'age', text: 'I am 16 or older.', required: true };
const consents: readonly Consent[] = [
  { name: 'news', required: false },
  { name: 'show', required: false },
  AGE,
];
/** Whatever can be asked. */
const everything: Partial<Petition> = {
  fields: { last_name: 'required', postcode: 'required', country: 'required', comment: 'required' },
  consents,
};
const SPANISH = { subject: 'x', petition: { ...PETITION, ...everything } };
const TYPED = {
  first_name: 'Nina',
  last_name: 'Böll',
  postcode: '28013',
  country: 'ES',
  comment: 'For "us"',
  consent_show: 'yes',
};

let site: APublicSite;
beforeAll(async () => {
  const translations = { es: SPANISH };
  const amal = { email: 'amal@example.org', fields: { first_name: 'Amal' }, lang: 'es' };
  const supporters = [{ email: ROSA, fields: {} }, amal];
  site = await openPublicSite({ petition: everything, translations, supporters });
});
afterAll(() => site.close());

const textAt = async (url: string) => (await fetch(url)).text();
const signatures = () => site.ledger.listSignatures({ limit: 10 });

test('a page asks what its petition asks, in its order, and ticks nothing', async () => {
  const names = [...(await textAt(site.page)).matchAll(/ id="([^"]+)" name="/g)].map(
    ([, id]) => id,
  );
  const fields = ['first_name', 'last_name', 'email', 'postcode', 'country', 'comment'];
  expect(names).toEqual([...fields, 'consent', 'consent_show', 'consent_age']);
  const html = await textAt(site.signLink());
  expect(html).not.toMatch(/ checked|id="email"/);
  expect(html).toContain(
    '<label for="consent_age">I am 16 or older. <span class="note">(required)</span></label>',
  );
  expect(html).toMatch(/id="consent_age"[^>]* required>/);
  expect(html).not.toMatch(/id="consent(_show)?"[^>]* required/);
});

test('countries are called and sorted as in the language of the page', async () => {
  expect(await textAt(site.signLink())).toMatch(/<option value="DE">Germany\n<option value="GH">/);
  const spanish = await textAt(site.signLink(2));
  expect(spanish).toMatch(/<option value="DE">Alemania\n<option value="AD">Andorra\n/);
});

test('what is missing is told at the top, and what was typed stays', async () => {
  const { postcode, ...typed } = TYPED;
  const answer = await post(site.signLink(), typed);
  const html = await answer.text();
  expect(answer.status).toBe(422);
  expect(html.match(/<a href="#[^<]*<\/a>/g)).toEqual([
    '<a href="#postcode">Write your postcode.</a>',
    '<a href="#consent_age">Tick this box: without it you cannot sign.</a>',
  ]);
  expect(html).toContain('<option value="ES" selected>Spain');
  expect(html).toMatch(/id="consent_show"[^>]* checked>/);
  expect(html).toMatch(/id="consent_age"[^>]* aria-describedby="consent_age-error"/);
  expect(postcode).toBe('28013');
});

test('what was typed and agreed to is recorded from a letter', async () => {
  await post(site.signLink(), { ...TYPED, consent_age: 'yes' });
  expect(await signatures()).toMatchObject([
    {
      firstName: 'Nina',
      lastName: 'Böll',
      postcode: '28013',
      country: 'ES',
      comment: 'For "us"',
      consent: false,
      consents: ['show', 'age'],
      commentState: 'new',
    },
  ]);
});

test('and from the public page, once its signer has seen and confirmed it', async () => {
  const email = 'nina@example.org';
  const typed = { ...TYPED, email, consent: 'yes', consent_age: 'yes' };
  const { location } = await postAndFollow(site.page, typed);
  expect(location).toMatch(/\/asked\?/);
  const link = await site.confirmLink(email);
  const html = await textAt(link);
  expect(html).toContain('<dd>Spain</dd>');
  expect([...html.matchAll(/<li>(.*)<\/li>/g)].map(([, text]) => text)).toEqual([
    'Keep me informed about this and other campaigns.',
    'You may show my first name and my comment on the page of this petition.',
    'I am 16 or older.',
  ]);
  await post(link, {});
  expect((await signatures())[0]).toMatchObject({
    email,
    country: 'ES',
    consent: true,
    consents: ['show', 'age'],
  });
});

test('a page asks for little where a petition does', async () => {
  const fields = { last_name: 'no', postcode: 'no', comment: 'no' } as const;
  const small: ASite = await openSite({ petition: { fields, consents: [] } });
  try {
    const html = await textAt(small.signLink());
    expect(html.match(/ name="[^"]+"/g)).toEqual([
      ' name="viewport"',
      ' name="color-scheme"',
      ' name="first_name"',
    ]);
    await post(small.signLink(), { first_name: 'Rosa', comment: 'smuggled', consent: 'yes' });
    const [signature] = await small.ledger.listSignatures({ limit: 1 });
    expect(signature).toMatchObject({ comment: '', consent: false, lastName: '' });
  } finally {
    await small.close();
  }
});
