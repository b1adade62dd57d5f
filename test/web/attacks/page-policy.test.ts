import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LETTER_POLICY } from '../../../src/web/view-routes.ts';
import { type APublicSite, openPublicSite } from '../a-public-site.ts';
import { post } from '../a-site.ts';

let site: APublicSite;
const pages = new Map<string, { headers: Headers; html: string }>();
beforeAll(async () => {
  site = await openPublicSite();
  await post(site.page, { first_name: 'Nina', email: 'nina@example.org' });
  const urls = {
    sign: site.signLink(),
    unsubscribe: site.unsubscribeLink(),
    public: site.page,
    asked: `${site.page}/asked`,
    confirm: await site.confirmLink('nina@example.org'),
    lost: `${site.url}/nowhere`,
    'bad address': `${site.url}/s/%zz`,
    'too long': `${site.url}/${'a'.repeat(3000)}`,
  };
  for (const [name, url] of Object.entries(urls)) await keep(name, await fetch(url));
  await keep('mistake', await post(site.signLink(), {}));
  await keep('unsubscribed', await post(site.unsubscribeLink(), {}));
  await post(site.signLink(), { first_name: 'Rosa' });
  await keep('thanks', await fetch(`${site.signLink()}/thanks`));
});
afterAll(() => site.close());

async function keep(name: string, answer: Response): Promise<void> {
  pages.set(name, { headers: answer.headers, html: await answer.text() });
}

/** A Content-Security-Policy by its directives. */
function policyOf(headers: Headers): Record<string, string> {
  const parts = (headers.get('content-security-policy') ?? '').split(';');
  return Object.fromEntries(
    parts.map((part) => {
      const [name = '', ...values] = part.trim().split(' ');
      return [name, values.join(' ')];
    }),
  );
}

describe('every page', () => {
  test('lets no foreign or inline script, style or form work (cross-site scripting)', () => {
    expect(pages.size).toBe(11);
    for (const [name, { headers, html }] of pages) {
      expect([name, policyOf(headers)]).toEqual([
        name,
        {
          'default-src': "'none'",
          'style-src': "'self'",
          'img-src': "'self' data:",
          'form-action': "'self'",
          'frame-ancestors': "'none'",
          'base-uri': "'none'",
        },
      ]);
      expect([name, html]).not.toEqual([
        name,
        expect.stringMatching(/<script|<style|<iframe|<base| style=| on[a-z]+=|javascript:/i),
      ]);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test('can be put into no frame (clickjacking)', () => {
    for (const { headers } of pages.values()) {
      expect(policyOf(headers)['frame-ancestors']).toBe("'none'");
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    }
  });

  test('tells no other site its address, which holds the token, and is kept nowhere (token leak)', () => {
    for (const [name, { headers }] of pages) {
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
      if (name !== 'public') expect(headers.get('x-robots-tag')).toContain('noindex');
    }
  });

  test('loads nothing from another site (tracking of visitors)', () => {
    for (const { html } of pages.values()) {
      const loaded = [
        ...html.matchAll(/<(?:link|img|script|iframe|source)[^>]*(?:href|src)="([^"]*)"/g),
      ];
      for (const [, address = ''] of loaded) expect(address).toMatch(/^(\/style-|data:,)/);
    }
  });

  test('is to be asked for by https alone, for a year (downgrade)', () => {
    for (const { headers } of pages.values()) {
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    }
  });
});

test('the letter in the browser, which has its styles in it, runs no script and is no part of the site', async () => {
  const view = new URL(site.links.linksOf(site.campaign, 1 as never).view_link).pathname;
  const { headers } = await fetch(`${site.url}${view}/unsubscribe`);
  expect(policyOf(headers)['style-src']).toBe("'self'");
  const policy = policyOf(new Headers({ 'content-security-policy': LETTER_POLICY }));
  expect(policy).toMatchObject({
    'default-src': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    sandbox: 'allow-popups allow-popups-to-escape-sandbox',
  });
  expect(policy).not.toHaveProperty('script-src');
});
