import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ASite, openSite, PETITION, post, ROSA } from './a-site.ts';

const SPANISH = {
  subject: 'Mantengan la puerta abierta',
  petition: {
    ...PETITION,
    target: "O'Brien & <b>Co</b>",
    statement: 'Mantengan la puerta abierta a quienes huyen.',
  },
};
const ARABIC = {
  subject: 'أبقوا الباب مفتوحًا',
  petition: { ...PETITION, target: 'وزارة العدل', statement: 'أبقوا الباب مفتوحًا.' },
};
const supporters = [
  { email: ROSA, fields: { first_name: 'Rosa' }, lang: 'es' },
  { email: 'amal@example.org', fields: { first_name: 'أمل' }, lang: 'ar' },
  { email: 'ann@example.org', fields: { first_name: 'Ann' } },
];
const ENGLISH_WORDS = /\b(signatures|signing|please|check|your|letter|page|unsubscribe)\b/i;

let site: ASite;
beforeAll(async () => {
  site = await openSite({ supporters, translations: { es: SPANISH, ar: ARABIC }, lang: 'he' });
});
afterAll(() => site.close());

/** What a person reads of a page: its title and text, without tags and addresses. */
function textOf(html: string): string {
  return html.replace(/<head>[\s\S]*?<title>/, '').replace(/<[^>]*>/g, ' ');
}

async function pageAt(url: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(url, { headers });
  return answer.text();
}

describe('a recipient of the Spanish edition', () => {
  test('is asked, corrected and thanked in Spanish', async () => {
    const asked = await pageAt(site.signLink());
    expect(asked).toContain('<html lang="es" dir="ltr">');
    expect(asked).toContain('Diga a O&#x27;Brien &amp; &lt;b&gt;Co&lt;/b&gt;:');
    expect(asked).toContain('Firma como <strong>Rosa</strong>, <strong>r');
    expect(textOf(asked)).not.toMatch(ENGLISH_WORDS);

    const wrong = { first_name: '', comment: 'a'.repeat(1001) };
    const corrected = await (await post(site.signLink(), wrong)).text();
    expect(corrected).toContain('<title>Revise el formulario – Mantengan');
    expect(corrected).toContain('<a href="#first_name">Escriba su nombre.</a>');
    expect(corrected).toContain('Su comentario puede tener 1000 caracteres como máximo.');
    expect(textOf(corrected)).not.toMatch(ENGLISH_WORDS);

    const signed = await post(site.signLink(), { first_name: 'Rosa' });
    expect(signed.status).toBe(303);
    const thanked = await pageAt(`${site.signLink()}/thanks`);
    expect(thanked).toContain('<h1>Gracias por firmar</h1>');
    expect(thanked).toContain('<strong>1</strong> de 50.000 firmas');
    expect(textOf(thanked)).not.toMatch(ENGLISH_WORDS);
    expect(await pageAt(site.signLink())).toContain('Usted ya había firmado');
  });

  test('unsubscribes in Spanish', async () => {
    const asked = await pageAt(site.unsubscribeLink());
    expect(asked).toContain('Pulse el botón y Safe Harbour no enviará más cartas');
    const done = await (await post(site.unsubscribeLink(), {})).text();
    expect(done).toContain('<h1>Se ha dado de baja</h1>');
    expect(textOf(asked + done)).not.toMatch(ENGLISH_WORDS);
  });
});

test('the Arabic edition has pages that run from right to left', async () => {
  const html = await pageAt(site.signLink(2));
  expect(html).toContain('<html lang="ar" dir="rtl">');
  expect(html).toContain('رسالة إلى وزارة العدل:');
  expect(textOf(html)).not.toMatch(ENGLISH_WORDS);
});

test('all of them sign one petition', async () => {
  await post(site.signLink(3), { first_name: 'Ann' });
  expect(await pageAt(`${site.signLink(3)}/thanks`)).toContain('of 50,000 signatures');
  await post(site.signLink(1), { first_name: 'Rosa' });
  expect(await pageAt(`${site.signLink(1)}/thanks`)).toContain('<strong>2</strong> de 50.000');
});

describe('a visitor whom we do not know', () => {
  test.each([
    ['es-MX,es;q=0.9', 'es', 'Este enlace no funciona'],
    ['de', 'he', 'הקישור הזה אינו פועל'],
  ])('with Accept-Language %s reads %s', async (header, lang, title) => {
    const html = await pageAt(`${site.url}/nowhere`, { 'accept-language': header });
    expect(html).toContain(`<html lang="${lang}"`);
    expect(html).toContain(`<h1>${title}</h1>`);
  });

  test('reads of a mistake in her own language too', async () => {
    const answer = await fetch(site.signLink(), {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', 'accept-language': 'es' },
    });
    expect(answer.status).toBe(415);
    expect(await answer.text()).toContain('<h1>No ha funcionado</h1>');
  });
});
