import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ASite, openSite, PETITION, post, ROSA, type Wishes } from './a-site.ts';

let site: ASite;
const open = async (wishes: Wishes = {}) => {
  site = await openSite(wishes);
};
afterEach(() => site.close());

test('the sign page introduces the petition in the appeal’s own words where it has some', async () => {
  await open({ tell: 'Ask Ada Example, our mayor:' });
  const html = await (await fetch(site.signLink())).text();
  expect(html).toContain('Ask Ada Example, our mayor:');
  expect(html).not.toContain('Tell the');
});

describe('the sign page', () => {
  beforeEach(() => open());

  test('shows the petition, her name, and her address only masked', async () => {
    const answer = await fetch(site.signLink());
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html).toContain('Tell the U.S. Department of Justice:');
    expect(html).toContain(PETITION.statement);
    expect(html).toContain('value="Rosa"');
    expect(html).not.toContain('Reyes');
    expect(html).toContain('r…@example.org');
    expect(html).not.toContain('rosa.reyes');
    expect(html).toMatch(/<strong>0<\/strong> of 50,000 signatures/);
    expect(html).not.toContain(' checked');
  });

  test('leaves nothing behind but the record of a click', async () => {
    for (const method of ['GET', 'HEAD', 'GET']) await fetch(site.signLink(), { method });
    const { clicks, signatures, unsubscribes } = await site.ledger.figures(site.campaign);
    expect(clicks.all).toBeGreaterThan(0);
    expect({ signatures, unsubscribes }).toEqual({ signatures: 0, unsubscribes: 0 });
    expect(await site.ledger.hasSigned(PETITION.slug, ROSA)).toBe(false);
  });

  test('answers HEAD as GET, without a body', async () => {
    const answer = await fetch(site.signLink(), { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  });

  test('may be asked for with a slash at its end', async () => {
    expect((await fetch(`${site.signLink()}/`)).status).toBe(200);
  });

  test('thanks her when she comes again after signing', async () => {
    await post(site.signLink(), { first_name: 'Rosa' });
    expect(await (await fetch(site.signLink())).text()).toContain('You had already signed');
  });
});

describe('a signature', () => {
  beforeEach(() => open());

  test('is recorded, and the thank-you page shows the count', async () => {
    const answer = await post(site.signLink(), { first_name: 'Rosa', last_name: 'Reyes' });
    expect(answer.status).toBe(303);
    const thanks = await fetch(new URL(answer.headers.get('location') ?? '', site.url));
    const html = await thanks.text();
    expect(html).toContain('Thank you for signing');
    expect(html).toMatch(/<strong>1<\/strong> of 50,000 signatures/);
    expect(html).not.toContain('already signed');
    expect(await site.ledger.hasSigned(PETITION.slug, ROSA)).toBe(true);
    expect((await site.ledger.figures(site.campaign)).signatures).toBe(1);
  });

  test('given twice counts once, and the page is friendly about it', async () => {
    await post(site.signLink(), { first_name: 'Rosa' });
    const answer = await post(site.signLink(), { first_name: 'Rosa' });
    expect(answer.status).toBe(303);
    const thanks = await fetch(new URL(answer.headers.get('location') ?? '', site.url));
    expect(await thanks.text()).toContain('You had already signed');
    expect(await site.ledger.countSignatures(PETITION.slug)).toBe(1);
  });

  test('that staff have invalidated counts on no page, and signing again is answered as before', async () => {
    await post(site.signLink(), { first_name: 'Rosa' });
    const [given] = await site.ledger.validPage({ petition: PETITION.slug, limit: 1 });
    expect(given?.network).toMatch(/^[\w-]{16}$/);
    const act = { petition: PETITION.slug, chosen: '', reason: 'a flood', by: 'rosa' };
    const numbers = given ? [given.number] : [];
    await site.ledger.takeOut({ ...act, kind: 'invalidate', numbers });
    const answer = await post(site.signLink(), { first_name: 'Rosa' });
    const thanks = await fetch(new URL(answer.headers.get('location') ?? '', site.url));
    const html = await thanks.text();
    expect(html).toContain('You had already signed');
    expect(html).toMatch(/<strong>0<\/strong> of 50,000 signatures/);
    expect((await site.ledger.figures(site.campaign)).signatures).toBe(0);
  });

  test('posted by two hundred at once from one link counts once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => post(site.signLink(), { first_name: 'Rosa' })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(await site.ledger.countSignatures(PETITION.slug)).toBe(1);
  });

  test('that was not given has no thank-you page: it leads to the sign page', async () => {
    const answer = await fetch(`${site.signLink()}/thanks`, { redirect: 'manual' });
    expect(answer.status).toBe(303);
    expect(site.url + answer.headers.get('location')).toBe(site.signLink());
  });

  test('without a first name is refused, and nothing typed is lost', async () => {
    const typed = {
      first_name: ' ',
      last_name: '"Reyes" <b>',
      postcode: '04101',
      comment: '\nA\nB',
    };
    const answer = await post(site.signLink(), { ...typed, consent: 'yes' });
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain('<a href="#first_name">Write your first name.</a>');
    expect(html).toMatch(
      /id="first_name"[^>]* aria-invalid="true" aria-describedby="first_name-error"/,
    );
    expect(html).toContain('id="first_name-error"');
    expect(html).toContain('role="alert"');
    expect(html).toContain('value="&quot;Reyes&quot; &lt;b&gt;"');
    expect(html).toContain('value="04101"');
    expect(html).toMatch(/<textarea[^>]*>\n\nA\nB<\/textarea>/);
    expect(html).toContain(' checked');
    expect(await site.ledger.countSignatures(PETITION.slug)).toBe(0);
  });

  test.each([
    ['application/json', '{"first_name":"Rosa"}', 415, 'a script of another site'],
    ['text/plain', 'first_name=Rosa', 415, 'a form of another kind'],
    ['application/x-www-form-urlencoded', `first_name=${'a'.repeat(70_000)}`, 413, 'too much'],
    ['application/x-www-form-urlencoded', '', 422, 'nothing'],
  ])('as %s is refused (%#)', async (type, body, status) => {
    const headers = { 'content-type': type };
    const answer = await fetch(site.signLink(), { method: 'POST', headers, body });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(await site.ledger.countSignatures(PETITION.slug)).toBe(0);
  });
});

describe('names', () => {
  const nasty = [
    '<script>alert(1)</script>',
    '{{7*7}}',
    `O'Brien & "Co"`,
    '%s $& {{> layout}}',
    '日本語',
  ];

  test.each(nasty)('such as %s show as text', async (name) => {
    await open({ supporters: [{ email: ROSA, fields: { first_name: name, last_name: name } }] });
    const html = await (await fetch(site.signLink())).text();
    const shown = /id="first_name" name="first_name" value="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(unescapeHtml(shown)).toBe(name);
    expect(html).not.toContain('<script');
    const again = await (await post(site.signLink(), { last_name: name })).text();
    expect(again).not.toContain('<script');
  });
});

test('a goal that is reached is celebrated', async () => {
  await open({ goal: 1 });
  await post(site.signLink(), { first_name: 'Rosa' });
  expect(await (await fetch(`${site.signLink()}/thanks`)).text()).toContain(
    'Our goal of 1 is reached',
  );
});

function unescapeHtml(text: string): string {
  const entities: Record<string, string> = {
    lt: '<',
    gt: '>',
    quot: '"',
    amp: '&',
    '#x27': "'",
    '#x60': '`',
    '#x3D': '=',
  };
  return text.replace(/&([^;]+);/g, (_, name: string) => entities[name] ?? '?');
}
