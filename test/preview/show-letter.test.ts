import { describe, expect, it } from 'vitest';
import { inboxLine } from '../../src/preview/inbox-line.ts';
import type { Copy } from '../../src/preview/make-copies.ts';
import { letterPolicy, showLetter } from '../../src/preview/show-letter.ts';

const links = {
  sign_link: 'https://act.example.org/s/preview',
  unsubscribe_link: 'https://act.example.org/u/preview',
  view_link: 'https://act.example.org/v/preview',
};
const LIGHT = { dark: false, images: true };
const shown = (html: string, look = LIGHT) =>
  showLetter({ subject: '', text: '', html, links } as unknown as Copy, look);

describe('dark mode', () => {
  it.each([
    ['@media (prefers-color-scheme: dark) { p { color: #fff } }'],
    ['@media screen and (prefers-color-scheme:dark) and (max-width: 480px) { p { color: #fff } }'],
    ['<picture><source media="(prefers-color-scheme: dark)" srcset="https://example.org/d.png">'],
  ])('is answered in the letter’s own text: %s', (html) => {
    expect(shown(html, { ...LIGHT, dark: true })).toContain('(min-width: 0px)');
    expect(shown(html)).toContain('(min-width: 99999px)');
    expect(shown(html)).not.toContain('prefers-color-scheme');
  });

  it('turns light rules off, and leaves one scheme to choose from', () => {
    const html =
      '<meta name="color-scheme" content="light dark"><style>:root{color-scheme:light dark}@media (prefers-color-scheme: light){}</style>';
    const dark = shown(html, { ...LIGHT, dark: true });
    expect(dark).toContain('content="dark"');
    expect(dark).toContain('color-scheme:dark');
    expect(dark).toContain('@media (min-width: 99999px)');
    expect(shown(html)).toContain('content="light"');
  });
});

describe('images off', () => {
  it.each([
    ['<img alt="A river" src="https://example.org/a.png" srcset="https://example.org/b.png 2x">'],
    ["<img alt='A river' SRC='https://example.org/a.png'>"],
    ['<td background="https://example.org/a.png">'],
    ['<div style="background:url(\'https://example.org/a.png\')">'],
    ['<div style="background:url(&quot;https://example.org/a.png&quot;) top">'],
  ])('asks for no picture: %s', (html) => {
    const bare = shown(html, { ...LIGHT, images: false });
    expect(bare).not.toContain('https://example.org');
    if (html.includes('A river')) expect(bare).toContain('A river');
    expect(shown(html)).toContain('https://example.org');
  });

  it('is enforced by the letter’s policy', () => {
    expect(letterPolicy({ dark: false, images: false })).toContain("img-src 'none'");
    expect(letterPolicy(LIGHT)).toContain('img-src data: https: http:');
  });
});

describe('links', () => {
  it('of the recipient lead nowhere, those to notes stay, others open beside', () => {
    const html = shown(
      `<head></head><a href="${links.sign_link}">s</a><a class="x" href="#note-1">1</a><a href="https://example.org/">o</a>`,
    );
    expect(html).toBe(
      '<head><base target="_blank"></head><a href="/nowhere?link=sign">s</a>' +
        '<a target="_self" class="x" href="#note-1">1</a><a href="https://example.org/">o</a>',
    );
  });
});

describe('what an inbox shows', () => {
  it('is the hidden preheader, then the first words of the letter', () => {
    const html = `<html><head><title>No</title><style>p{}</style></head><body>
      <!-- no --><div style="display:none;font-size:1px">One &amp; two&#847;&#8203;</div>
      <div><p>Dear Ana,</p><p>the river</p></div></body></html>`;
    expect(inboxLine(html)).toEqual({ preheader: 'One & two', opening: 'Dear Ana, the river' });
  });

  it('is the letter alone where there is no preheader', () => {
    const html = '<body><p>Dear Ana,</p><div style="display: none">hidden later</div></body>';
    expect(inboxLine(html).preheader).toBe('');
    expect(inboxLine(html).opening).toMatch(/^Dear Ana,/);
  });
});
