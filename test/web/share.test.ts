import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Address } from '../../src/terms.ts';
import { type APublicSite, openPublicSite, postAndFollow } from './a-public-site.ts';
import { PETITION, post, ROSA } from './a-site.ts';

const SPANISH = {
  subject: 'x',
  petition: { ...PETITION, statement: 'Mantengan la puerta abierta.' },
};
const next = {
  text: 'Two minutes.',
  button: 'Write now',
  link: 'https://example.org/write?a=1&b=2',
};
let site: APublicSite;
beforeAll(async () => {
  site = await openPublicSite({
    petition: { next },
    publicUrl: 'https://act.example.org/sub',
    translations: { es: SPANISH },
  });
});
afterAll(() => site.close());

const textAt = async (url: string) => (await fetch(url)).text();

/** What the page says under a property of Open Graph, or in an attribute, with its entities read. */
const plain = (text = '') => text.replace(/&#x3D;/g, '=').replace(/&amp;/g, '&');
const social = (html: string, name: string) =>
  plain(new RegExp(`<meta property="og:${name}" content="([^"]*)">`).exec(html)?.[1]);
const here = (link: string) => link.replace('https://act.example.org/sub', site.url);

/** The signer's own link, as the thank-you page shows it for copying. */
function linkOf(html: string): string {
  return plain(/<input id="share" value="([^"]*)" readonly/.exec(html)?.[1]);
}

async function signAt(page: string, email: string): Promise<string> {
  const { location } = await postAndFollow(page, { first_name: 'Nina', email });
  expect(location).toMatch(/^\/sub\/p\/keep-the-door-open\/asked\?lang=/);
  const { html } = await postAndFollow(await site.confirmLink(email), {});
  return linkOf(html);
}

const creditOf = async (email: string) => {
  const number = await site.ledger.signatureOf(PETITION.slug, email as Address);
  const signature = number && (await site.ledger.signature(number));
  return { number, sharedBy: signature?.sharedBy };
};

describe('the thank-you page', () => {
  test('offers ways to share, each with her own link, and what to do next', async () => {
    await post(site.signLink(), { first_name: 'Rosa' });
    const html = await textAt(`${site.signLink()}/thanks`);
    const link = linkOf(html);
    expect(link).toMatch(/^https:\/\/act\.example\.org\/sub\/r\/[\w-]{18,}\?lang=en$/);
    const hrefs = [...html.matchAll(/class="button" href="([^"]*)"/g)].map(([, href]) =>
      plain(href),
    );
    const told = `I have signed this: “${PETITION.statement}” Will you sign it too?`;
    const text = encodeURIComponent(`${told}\n${link}`);
    expect(hrefs).toEqual([
      `https://wa.me/?text=${text}`,
      expect.stringContaining(`&body=${encodeURIComponent(`${told}\r\n\r\n${link}\r\n`)}`),
      `https://bsky.app/intent/compose?text=${text}`,
      `https://www.facebook.com/sharer/sharer.php?u=${encodeURIComponent(link)}`,
      next.link,
    ]);
    expect(html).not.toContain(new URL(site.signLink()).pathname.split('/').at(-1));
  });
});

describe('a share link', () => {
  test('credits whoever shared it, along a chain, and tells nobody who that is', async () => {
    await post(site.signLink(), { first_name: 'Rosa' });
    const first = linkOf(await textAt(site.signLink()));
    expect(await textAt(here(first))).not.toMatch(/Rosa|rosa|r…@/);
    const second = await signAt(here(first), 'nina@example.org');
    await signAt(here(second), 'otto@example.org');
    const rosa = await creditOf(ROSA);
    const nina = await creditOf('nina@example.org');
    const otto = await creditOf('otto@example.org');
    expect([rosa.sharedBy, nina.sharedBy, otto.sharedBy]).toEqual([
      undefined,
      rosa.number,
      nina.number,
    ]);
  });

  test('keeps its credit when its reader comes back by herself before she confirms', async () => {
    await post(site.signLink(), { first_name: 'Rosa' });
    const link = here(linkOf(await textAt(site.signLink())));
    await post(link, { first_name: 'Pia', email: 'pia@example.org' });
    await post(site.page, { first_name: 'Pia B', email: 'pia@example.org' });
    await post(await site.confirmLink('pia@example.org'), {});
    const { number } = await creditOf(ROSA);
    expect((await creditOf('pia@example.org')).sharedBy).toBe(number);
  });

  test('shows mistakes on its own page, so that the credit is not lost', async () => {
    const link = here(linkOf(await textAt(site.signLink())));
    const answer = await post(link, { first_name: 'Ute', email: 'ute@' });
    expect(answer.status).toBe(422);
    expect(plain(await answer.text())).toContain(`action="/sub${new URL(link).pathname}"`);
  });

  test.each([
    ['/r/AAAAAAAAAAAAAA00r1', 'forged'],
    ['/r/', 'empty'],
  ])('that is not ours leads nowhere: %s (%s)', async (path) => {
    expect((await fetch(site.url + path)).status).toBe(404);
  });

  test('of another kind leads nowhere', async () => {
    const token = linkOf(await textAt(site.signLink())).match(/r\/([^?]+)/)?.[1] ?? '';
    expect((await fetch(`${site.url}/y/${token}`)).status).toBe(404);
    const asConfirm = token.replace(/r(?=[0-9a-z]+$)/, 'y');
    expect((await fetch(`${site.url}/y/${asConfirm}`)).status).toBe(404);
  });
});

describe('other sites', () => {
  test('are told of the page, and of a share link by its own address', async () => {
    const html = await textAt(`${site.page}?lang=es`);
    expect(social(html, 'title')).toBe('Mantengan la puerta abierta.');
    expect(social(html, 'description')).toBe('Diga a U.S. Department of Justice:');
    expect(social(html, 'url')).toBe('https://act.example.org/sub/p/keep-the-door-open?lang=es');
    const link = linkOf(await textAt(site.signLink()));
    expect(social(await textAt(here(link)), 'url')).toBe(link);
  });

  test('are given a picture in the language of the page, which they may show', async () => {
    const address = social(await textAt(`${site.page}?lang=es`), 'image');
    const answer = await fetch(here(address));
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=86400');
    const png = Buffer.from(await answer.arrayBuffer());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
    const english = await (await fetch(here(address).replace('=es', '=en'))).arrayBuffer();
    expect(png.equals(Buffer.from(english))).toBe(false);
  });

  test('find the public page, but no page that is one person’s', async () => {
    const robots = async (url: string) => (await fetch(url)).headers.get('x-robots-tag');
    expect(await robots(site.page)).toBeNull();
    expect(await robots(here(linkOf(await textAt(site.signLink()))))).toContain('noindex');
    expect(await textAt(site.signLink())).not.toContain('og:');
  });
});
