import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Address } from '../../src/terms.ts';
import { type APublicSite, linkIn, openPublicSite, postAndFollow } from './a-public-site.ts';
import { FROM, PETITION, post, ROSA, type Wishes } from './a-site.ts';

const NINA = 'nina@example.org' as Address;
const { slug } = PETITION;
const typed = { first_name: 'Nina', last_name: 'Novak', email: NINA };

let site: APublicSite;
const open = async (wishes: Wishes = {}) => {
  site = await openPublicSite(wishes);
};
afterEach(() => site.close());

const count = () => site.ledger.countSignatures(slug);
const pageAt = async (url: string, headers: Record<string, string> = {}) =>
  (await fetch(url, { headers })).text();

describe("a petition's public page", () => {
  beforeEach(() => open());

  test('shows statement, target, count and a form, and belongs to nobody', async () => {
    const answer = await fetch(site.page);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toContain('Tell the U.S. Department of Justice:');
    expect(html).toContain(PETITION.statement);
    expect(html).toMatch(/<strong>0<\/strong> of 50,000 signatures/);
    for (const name of ['first_name', 'last_name', 'email', 'postcode', 'comment', 'consent']) {
      expect(html).toMatch(new RegExp(`<label for="${name}">`));
      expect(html).toMatch(new RegExp(`<(input|textarea)[^>]* name="${name}"`));
    }
    expect(html).toMatch(/name="email" type="email"[^>]* required/);
    expect(html).not.toContain(' checked');
    expect(html).not.toContain('Rosa');
  });

  test('may be found by search engines, and is closed to frames and scripts all the same', async () => {
    const { headers } = await fetch(site.page);
    expect(headers.get('x-robots-tag')).toBeNull();
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('set-cookie')).toBeNull();
  });

  test.each(['/p/nothing', '/p/', '/p/x/asked', '/p/keep-the-door-open--test', '/p/%2e%2e'])(
    'is missing at %s',
    async (path) => {
      expect((await fetch(site.url + path)).status).toBe(404);
      expect((await post(site.url + path, typed)).status).toBe(404);
    },
  );

  test('works under a path', async () => {
    await site.close();
    await open({ publicUrl: 'https://example.org/act' });
    expect(await pageAt(`${site.url}/act/p/${slug}`)).toContain(`action="/act/p/${slug}"`);
    const answer = await post(`${site.url}/act/p/${slug}`, typed);
    expect(answer.headers.get('location')).toBe(`/act/p/${slug}/asked?lang=en`);
    expect(linkIn((await site.mailsTo(NINA))[0])).toMatch(/^https:\/\/example\.org\/act\/y\//);
    const html = await pageAt(await site.confirmLink(NINA));
    expect(html).toMatch(/action="\/act\/y\/[\w-]+"/);
  });
});

describe('a public signature', () => {
  beforeEach(() => open());

  test('counts once its signer has pressed the button behind the link of her mail', async () => {
    const asked = await postAndFollow(site.page, { ...typed, comment: 'For them.' });
    expect(asked).toMatchObject({ status: 303, location: `/p/${slug}/asked?lang=en` });
    expect(asked.html).toContain('We have sent a mail to the address you typed');
    expect(await count()).toBe(0);

    const link = await site.confirmLink(NINA);
    const shown = await pageAt(link);
    expect(shown.match(/<button/g)).toHaveLength(1);
    expect(shown).toContain('Nina Novak');
    expect(shown).toContain('For them.');
    const action = /<form method="post" action="([^"]+)"/.exec(shown)?.[1] ?? '';
    const of = /name="of" value="(\d+)"/.exec(shown)?.[1] ?? '';
    const confirmed = await postAndFollow(site.url + action, { of });
    expect(confirmed.status).toBe(303);
    expect(confirmed.html).toContain('Your name now stands under this petition');
    expect(confirmed.html).toMatch(/<strong>1<\/strong> of 50,000 signatures/);
    expect(await site.ledger.hasSigned(slug, NINA)).toBe(true);
    const [given] = await site.ledger.validPage({ petition: slug, limit: 1 });
    expect(given?.network).toMatch(/^[\w-]{16}$/);
    expect((await site.ledger.figures(site.campaign)).signatures).toBe(0);
  });

  test('is given by no GET, whatever follows links', async () => {
    await post(site.page, typed);
    const link = await site.confirmLink(NINA);
    for (const method of ['GET', 'HEAD', 'GET']) {
      expect((await fetch(link, { method })).status).toBe(200);
      await fetch(`${link}/thanks`, { method, redirect: 'manual' });
    }
    expect(await count()).toBe(0);
    expect((await fetch(`${link}/thanks`, { redirect: 'manual' })).status).toBe(303);
  });

  test('confirmed twice, and by a hundred at once, counts once, and the page is friendly', async () => {
    await post(site.page, typed);
    const link = await site.confirmLink(NINA);
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(link, {})));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(await count()).toBe(1);
    expect((await postAndFollow(link, {})).html).toContain('You had already signed');
    expect(await pageAt(link)).toContain('You had already signed');
  });

  test('with a mistake is explained, and nothing typed is lost', async () => {
    const answer = await post(site.page, { ...typed, email: 'nina@example', comment: '<b>\nB' });
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toMatch(/<a href="#email">Write your e-mail address, such as name@example.org/);
    expect(html).toMatch(/id="email"[^>]* aria-invalid="true" aria-describedby="email-error"/);
    expect(html).toContain('value="nina@example"');
    expect(html).toContain('&lt;b&gt;\nB</textarea>');
    expect(site.sandbox.stats().requests).toBe(0);
  });

  test.each([
    ['', 'none at all'],
    ['nina', 'no address'],
    ['nina@example.org, rosa@example.org', 'two'],
    ['nina@example.org\r\nBcc: rosa@example.org', 'a header'],
    [`${'n'.repeat(300)}@example.org`, 'too long'],
  ])('to the address %j is refused: %s', async (email) => {
    const answer = await post(site.page, { ...typed, email });
    expect(answer.status).toBe(422);
    expect(site.sandbox.stats().requests).toBe(0);
  });

  test('without any field is told all that is wrong, in the order of the form', async () => {
    const html = await (await post(site.page, {})).text();
    const fields = [...html.matchAll(/<a href="#(\w+)">/g)].map(([, field]) => field);
    expect(fields).toEqual(['first_name', 'email']);
  });

  test('is known by its address however that is spelt', async () => {
    await post(site.page, { ...typed, email: ' NINA@Example.ORG ' });
    await post(await site.confirmLink(NINA), {});
    expect(await site.ledger.hasSigned(slug, NINA)).toBe(true);
  });

  test('is for the person whose link it is, when two are waiting', async () => {
    await post(site.page, typed);
    await post(site.page, { ...typed, first_name: 'Omar', email: 'omar@example.org' });
    const [nina, omar] = [await site.confirmLink(NINA), await site.confirmLink('omar@example.org')];
    expect(nina).not.toBe(omar);
    expect(await pageAt(omar)).toContain('Omar');
    await post(omar, {});
    expect(await count()).toBe(1);
    expect(await site.ledger.hasSigned(slug, NINA)).toBe(false);
    await post(nina, {});
    expect(await count()).toBe(2);
  });

  test('that was typed anew is not confirmed by who saw the old one', async () => {
    await post(site.page, { ...typed, consent: 'yes' });
    const link = await site.confirmLink(NINA);
    const answer = await post(link, { of: '1' });
    const html = await answer.text();
    expect(answer.status).toBe(409);
    expect(html).toContain('filled in once more');
    expect(html).toContain('Keep me informed about this');
    expect(await count()).toBe(0);
  });

  test('shows what was typed as text', async () => {
    const nasty = '<script>alert(1)</script>{{7*7}}';
    await post(site.page, { ...typed, first_name: nasty, comment: `${nasty}\n"&` });
    const html = await pageAt(await site.confirmLink(NINA));
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}');
    expect(html).not.toContain('<script');
  });

  test.each([
    ['application/json', '{"first_name":"Nina","email":"nina@example.org"}', 415],
    ['application/x-www-form-urlencoded', `email=${'a'.repeat(70_000)}`, 413],
  ])('posted as %s is refused (%#)', async (type, body, status) => {
    const headers = { 'content-type': type };
    expect((await fetch(site.page, { method: 'POST', headers, body })).status).toBe(status);
    expect(site.sandbox.stats().requests).toBe(0);
  });
});

describe('the mail that asks for a confirmation', () => {
  beforeEach(() => open());

  test('goes to the typed address alone, from whom the letters come', async () => {
    await post(site.page, typed);
    const [mail] = await site.mailsTo(NINA);
    expect(mail?.headers).toMatchObject({ To: NINA, 'Auto-Submitted': 'auto-generated' });
    expect(mail?.headers).not.toHaveProperty('List-Unsubscribe');
    expect(mail?.from).toEqual(FROM);
    expect(mail?.subject).toBe('Please confirm your signature');
  });

  test('says the same in html and text, with the postal address and a short link', async () => {
    await post(site.page, typed);
    const [mail] = await site.mailsTo(NINA);
    const link = linkIn(mail);
    expect(link).toMatch(/^https:\/\/act\.example\.org\/y\//);
    expect(link.length).toBeLessThan(78);
    const html = mail?.html.replaceAll('&#x3D;', '=') ?? '';
    for (const part of [html, mail?.text ?? '']) {
      expect(part).toContain(PETITION.statement);
      expect(part).toContain('Tell the U.S. Department of Justice:');
      expect(part).toContain('12 Quay Street, Portland');
      expect(part).toContain(link);
    }
    expect(html).not.toMatch(/<img|<script|<link/);
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([link]);
  });

  test('holds nothing that was typed, so that it carries no spam', async () => {
    const spam = 'BUY-NOW https://spam.example.net';
    const fields = { first_name: spam, last_name: spam, postcode: 'SPAM', comment: spam };
    await post(site.page, { ...fields, email: NINA, title: spam, link: spam });
    const [mail] = await site.mailsTo(NINA);
    expect(mail?.text).toContain(PETITION.statement);
    expect(JSON.stringify(mail)).not.toMatch(/BUY-NOW|SPAM|spam/);
  });

  test('comes once, however often the form is posted', async () => {
    await Promise.all(Array.from({ length: 20 }, () => post(site.page, typed)));
    expect(await site.mailsTo(NINA)).toHaveLength(1);
  });
});

describe('whoever posts an address', () => {
  beforeEach(() => open());

  test('learns nothing about it: the answer is always the same', async () => {
    const [signed, waiting] = ['signed@example.org', 'waiting@example.org'];
    await post(site.page, { ...typed, email: signed });
    await post(await site.confirmLink(signed), {});
    await post(site.page, { ...typed, email: waiting });
    await post(site.signLink(), { first_name: 'Rosa' });
    await site.ledger.suppress('gone@example.org' as Address, 'unsubscribed', undefined);
    const before = site.sandbox.stats();

    const known = [signed, waiting, ROSA, 'gone@example.org', 'new@example.org'];
    const answers = [];
    for (const email of known) {
      const answer = await postAndFollow(site.page, { ...typed, email });
      answers.push(answer);
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const after = site.sandbox.stats();
    // Each made one request, and so took as long as any other; one of them mailed somebody.
    expect(after.requests - before.requests).toBe(known.length);
    expect(after.validated - before.validated).toBe(known.length - 1);
    expect(await site.mailsTo('new@example.org')).toHaveLength(1);
    for (const email of ['gone@example.org', ROSA]) expect(await site.mailsTo(email)).toEqual([]);
    expect(await site.mailsTo(FROM.email)).toEqual([]);
    expect(await count()).toBe(2);
  });

  test('learns nothing either while no mail goes out', async () => {
    await post(site.signLink(), { first_name: 'Rosa' });
    site.mailTo({ key: 'SG.wrong' });
    const pages = [];
    for (const email of [ROSA, NINA]) {
      const answer = await post(site.page, { ...typed, email });
      expect(answer.status).toBe(503);
      pages.push((await answer.text()).replaceAll(email, 'EMAIL'));
    }
    expect(pages[0]).toBe(pages[1]);
  });

  test('may do so thirty times in a row, then has to wait, and nobody else with her', async () => {
    const from = (ip: string) => ({ 'x-forwarded-for': `203.0.113.99, ${ip}` });
    const send = (ip: string) =>
      fetch(site.page, { method: 'POST', body: new URLSearchParams({}), headers: from(ip) });
    for (let count = 0; count < 30; count++) expect((await send('192.0.2.1')).status).toBe(422);
    const answer = await send('192.0.2.1');
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answer.text()).toContain('Please wait a minute');
    expect((await send('192.0.2.2')).status).toBe(422);
    expect((await fetch(site.page, { headers: from('192.0.2.1') })).status).toBe(200);
  });
});

describe('a token', () => {
  beforeEach(() => open());

  test('that is forged, cut, or of another kind leads nowhere', async () => {
    await post(site.page, typed);
    const link = await site.confirmLink(NINA);
    const token = link.split('/').at(-1) ?? '';
    const at = (path: string, of: string) => `${site.url}/${path}/${of}`;
    const sign = site.signLink().split('/').at(-1) ?? '';
    const flipped = (token.startsWith('A') ? 'B' : 'A') + token.slice(1);
    const wrong = [
      ...[flipped, token.slice(0, -1), `${token}0`, sign].map((of) => at('y', of)),
      ...['s', 'u', 'v'].map((path) => at(path, token)),
    ];
    for (const url of wrong) {
      expect([url, (await fetch(url)).status]).toEqual([url, 404]);
      expect([url, (await post(url, { first_name: 'x' })).status]).not.toContain(303);
      expect((await fetch(`${url}/thanks`)).status).toBe(404);
    }
    expect(await count()).toBe(0);
  });

  test('stands in no line of the log, nor does what was typed', async () => {
    await post(site.page, typed);
    const link = await site.confirmLink(NINA);
    await post(link, {});
    site.mailTo({ key: 'SG.wrong' });
    await post(site.page, { ...typed, email: 'omar@example.org' });
    const log = JSON.stringify(site.log);
    expect(log).toContain('"/y/…"');
    for (const secret of [link.split('/').at(-1) ?? '', 'nina', 'omar', 'Novak', 'SG.wrong']) {
      expect(log).not.toContain(secret);
    }
  });
});

describe('when no mail can be sent', () => {
  test.each([
    ['refused with the key', { key: 'SG.wrong' }],
    ['nobody there', { url: 'http://127.0.0.1:9' }],
  ])('the page says so, and posting again works: %s', async (_, trouble) => {
    await open();
    site.mailTo(trouble);
    const answer = await post(site.page, { ...typed, comment: 'Kept' });
    const html = await answer.text();
    expect(answer.status).toBe(503);
    expect(html).toContain('We could not send you the mail');
    expect(html).toContain('Kept</textarea>');
    expect(site.log.some(({ level, what }) => level === 'warn' && /SendGrid/.test(what))).toBe(
      true,
    );
    site.mailTo({});
    expect((await post(site.page, typed)).status).toBe(303);
    await post(await site.confirmLink(NINA), {});
    expect(await count()).toBe(1);
  });

  test('because there is no key, the page takes none, and letters work all the same', async () => {
    await open({ mailMeans: undefined });
    const html = await pageAt(site.page);
    expect(html).toContain('You cannot sign here at the moment');
    expect(html).toContain(PETITION.statement);
    expect(html).not.toContain('<form');
    expect((await post(site.page, typed)).status).toBe(503);
    expect((await post(site.signLink(), { first_name: 'Rosa' })).status).toBe(303);
  });
});

describe('a petition in several languages', () => {
  const spanish = {
    ...PETITION,
    target: 'Departamento de Justicia',
    statement: 'Mantengan la puerta abierta.',
  };
  beforeEach(() => open({ translations: { es: { subject: 'x', petition: spanish } } }));

  test.each([
    ['?lang=ES', 'en', 'es', 'the address before the browser'],
    ['?lang=es-MX', '', 'es', 'the language of a country'],
    ['', 'fr, es;q=0.8, en;q=0.5', 'es', 'the browser before the letter'],
    ['', 'fr', 'en', 'else the letter'],
    ['?lang=fr', 'es', 'es', 'a language that the letter has not'],
    ['?lang=es&lang=en', '', 'en', 'nonsense'],
    ['?lang=<b>', '', 'en', 'more nonsense'],
  ])('at %j for a browser of %j is in %s: %s', async (query, browser, lang) => {
    const html = await pageAt(site.page + query, { 'accept-language': browser });
    expect(html).toContain(`<html lang="${lang}"`);
    expect(html).toContain(lang === 'es' ? spanish.statement : PETITION.statement);
    expect(html).toContain(`name="lang" value="${lang}"`);
  });

  test('speaks one of them from the form to the thanks', async () => {
    const lang = 'es';
    expect(await (await post(site.page, { lang })).text()).toContain('Escriba su correo');
    const asked = await postAndFollow(site.page, { ...typed, lang });
    expect(asked.html).toContain('Hemos enviado un mensaje');
    const [mail] = await site.mailsTo(NINA);
    expect(mail?.subject).toBe('Confirme su firma');
    expect(mail?.html).toContain('<html lang="es" dir="ltr">');
    expect(mail?.text).toContain('Diga a Departamento de Justicia:');
    const link = await site.confirmLink(NINA);
    expect(await pageAt(link)).toContain(spanish.statement);
    expect((await postAndFollow(link, {})).html).toContain('Gracias por firmar');
  });
});
