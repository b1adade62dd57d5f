import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type APublicSite, openPublicSite } from '../a-public-site.ts';
import { post, ROSA } from '../a-site.ts';

const NASTY = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</textarea><script>alert(1)</script>',
  '{{{constructor.constructor("alert(1)")()}}}',
  '&lt;script&gt;',
  'javascript:alert(1)',
];
const ALL = NASTY.join('\n');

let site: APublicSite;
beforeAll(async () => {
  const fields = { first_name: NASTY[1] ?? '', last_name: NASTY[0] ?? '' };
  site = await openPublicSite({
    supporters: [{ email: ROSA, fields }],
    petition: { consents: [{ name: 'show', required: false }] },
  });
});
afterAll(() => site.close());

const textAt = async (url: string) => (await fetch(url)).text();

/** No tag or attribute came of what was typed. */
function expectHarmless(html: string): void {
  expect(html).not.toMatch(/<script|<img|<\/textarea><|\son(error|mouseover)\s*=\s*['"]?alert/i);
  const tags = html.match(/<[a-z][^>]*>/g) ?? [];
  expect(
    tags.filter((tag) => /alert|onerror|onmouseover/.test(tag.replace(/"[^"]*"/g, ''))),
  ).toEqual([]);
  expect(html).not.toMatch(/(href|src|action)="javascript:/i);
}

describe('markup that somebody types', () => {
  test.each(NASTY)(
    'as her name, %s, is shown as text on the form that comes again',
    async (name) => {
      expectHarmless(await (await post(site.page, { first_name: name, email: 'x' })).text());
      expectHarmless(await (await post(site.signLink(), { last_name: name })).text());
    },
  );

  test('as a comment that staff let through is shown as text to everybody', async () => {
    const typed = { first_name: NASTY[0] ?? '', comment: ALL, email: 'nina@example.org' };
    await post(site.page, { ...typed, consent_show: 'yes' });
    const confirm = await site.confirmLink('nina@example.org');
    expectHarmless(await textAt(confirm));
    await post(confirm, {});
    const [signature] = await site.ledger.listSignatures({ limit: 1 });
    if (signature) await site.ledger.decideComment(signature.number, 'shown');
    const html = await textAt(site.page);
    expectHarmless(html);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('&amp;lt;script&amp;gt;');
  });

  test('stands in no mail to her', async () => {
    const [mail] = await site.mailsTo('nina@example.org');
    expect(mail?.html).not.toContain('alert(1)');
  });

  test('as a reason for leaving, or a name on a list, is shown as text', async () => {
    expectHarmless(await textAt(site.signLink()));
    const answer = await post(site.unsubscribeLink(), { choice: 'none', reason: ALL });
    expectHarmless(await answer.text());
  });

  test('in the address of a page is not shown at all', async () => {
    const usual = await textAt(`${site.url}/s/x`);
    for (const nasty of NASTY) {
      const typed = encodeURIComponent(nasty);
      expect(await textAt(`${site.url}/s/${typed}`)).toBe(usual);
      expect(await textAt(`${site.url}/p/${typed}`)).toBe(usual);
      expectHarmless(await textAt(`${site.page}?lang=${typed}`));
    }
  });
});
