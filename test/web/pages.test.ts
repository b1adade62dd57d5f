import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PetitionView } from '../../src/web/page-contexts.ts';
import { SAMPLES } from '../../src/web/page-samples.ts';
import { loadPages } from '../../src/web/pages.ts';

const PACKAGED = 'templates/pages';
let workspace: string;
/** The workspace's templates before those that come with Outcry. */
let roots: readonly string[];
let own: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'outcry-pages-'));
  own = join(workspace, 'templates/pages');
  roots = [join(workspace, 'templates'), 'templates'];
  mkdirSync(own, { recursive: true });
});
afterEach(() => rmSync(workspace, { recursive: true }));

function load(
  templateRoots: readonly string[],
  organisation = { name: 'Safe Harbour', address: '1 Quay' },
  lang = 'en',
) {
  return loadPages({ templateRoots, organisation, lang, cssPath: (hash) => `/style-${hash}.css` });
}

function packaged(name: string): string {
  return readFileSync(join(PACKAGED, name), 'utf8');
}

function thanksIn(lang: string, petition: Partial<PetitionView> = {}): string {
  const [sample] = SAMPLES.thanks;
  if (!sample) throw new Error('no sample');
  const context = { ...sample, petition: { ...sample.petition, ...petition } };
  return load(['templates']).render('thanks', lang, context);
}

describe('the pages that come with Outcry', () => {
  test('show whatever an organisation is called as text', () => {
    const pages = load(['templates'], { name: '<script>{{7*7}}', address: 'Quay "1" & 2' });
    const html = pages.render('error', 'en', { our_fault: true, posted: [] });
    expect(html).toContain('&lt;script&gt;{{7*7}}');
    expect(html).toContain('Quay &quot;1&quot; &amp; 2');
    expect(html).not.toContain('<script');
  });

  test('write numbers as the language of the pages does', () => {
    const html = thanksIn('es', { goal: 50000 });
    expect(html).toContain('<strong>10</strong> de 50.000 firmas');
    expect(html).toContain('<html lang="es" dir="ltr">');
    expect(thanksIn('es-MX', { goal: 50000 })).toContain('50,000 firmas');
  });

  test.each([['ar'], ['he']])('in %s run from right to left', (lang) => {
    expect(thanksIn(lang)).toContain(`<html lang="${lang}" dir="rtl">`);
  });

  test('are in English, and say so, where their language has no words', () => {
    const html = thanksIn('fr', { lang: 'fr', statement: 'Gardez la porte ouverte.' });
    expect(html).toContain('<html lang="en" dir="ltr">');
    expect(html).toContain('<p class="quoted">Gardez la porte ouverte.</p>');
  });

  test.each([['en'], ['es'], ['ar'], ['he']])('show values as text, once, in %s', (lang) => {
    const organisation = { name: "O'Brien & <b>Co</b>", address: '1 Quay' };
    const pages = load(['templates'], organisation);
    const html = pages.render('unsubscribe', lang, {
      email: 'a&b…@example.org',
      action: '/',
      about: { statement: 'Keep it.', lang: 'en', dir: 'ltr' },
      is: { all: true, monthly: false, petition: false, none: false },
      is_held: false,
    });
    expect(html.match(/O&#x27;Brien &amp; &lt;b&gt;Co&lt;\/b&gt;/g)?.length).toBeGreaterThan(2);
    expect(html).toMatch(/<strong>\u2068?a&amp;b…@example.org\u2069?<\/strong>/);
    expect(html).not.toMatch(/&amp;amp;|<b>/);
  });

  test.each([
    [undefined, 'he', 'the browser says nothing'],
    ['', 'he', 'the browser says nothing'],
    ['es-MX,es;q=0.9,en;q=0.8', 'es', 'the language of a region'],
    ['fr-FR, fr;q=0.9, ar;q=0.5, en;q=0.4', 'ar', 'the first that has words'],
    ['en;q=0.1, es;q=0.7', 'es', 'the one with the greater weight'],
    ['es;q=0, en', 'en', 'one that is not wanted'],
    ['fr', 'he', 'none that has words'],
    ['*', 'he', 'any'],
    [';;q=x,,\u0000-,EN', 'en', 'nonsense around one'],
  ])('Accept-Language %j leads to %s: %s', (header, lang, _why) => {
    const pages = load(['templates'], undefined, 'he');
    expect(pages.languageFor(header)).toBe(lang);
  });
});

test("take the theme's colour, under another hash", () => {
  const organisation = { name: 'Safe Harbour', address: '1 Quay' };
  const load = (colour?: string) =>
    loadPages({ templateRoots: ['templates'], organisation, lang: 'en', colour, cssPath: String });
  const own = load('#0b5c3a');
  expect(own.css).toMatch(/^:root \{\n {2}--theme-light: #0b5c3a;/);
  expect(own.css).toContain(load().css);
  expect(own.cssHash).not.toBe(load().cssHash);
});

describe("a workspace's own pages", () => {
  test('come before those of Outcry, file by file', () => {
    writeFileSync(join(own, 'not-found.hbs'), '{{#> layout title="Hm"}}Our own words{{/layout}}');
    const pages = load(roots);
    expect(pages.render('not-found', 'en', {})).toMatch(/Safe Harbour[\s\S]*Our own words/);
    expect(pages.render('error', 'en', { our_fault: false, posted: [] })).toContain(
      'That did not work',
    );
  });

  test('may be missing altogether', () => {
    expect(load([join(workspace, 'nowhere'), 'templates']).css).toBe(packaged('style.css'));
  });

  test('may bring partials of their own', () => {
    writeFileSync(join(own, 'hello.hbs'), 'Hello from {{organisation.name}}');
    writeFileSync(join(own, 'not-found.hbs'), '{{> hello}}');
    expect(load(roots).render('not-found', 'en', {})).toBe('Hello from Safe Harbour');
  });

  test('a changed stylesheet has another hash', () => {
    copyFileSync(join(PACKAGED, 'style.css'), join(own, 'style.css'));
    const before = load(roots).cssHash;
    writeFileSync(join(own, 'style.css'), 'body { color: black }');
    expect(load(roots).cssHash).not.toBe(before);
  });

  test.each([
    ['thanks.hbs', 'line one\n{{petition.gaol}}', 2, 'a misspelt name', 'gaol'],
    ['thanks.hbs', 'line one\n\n{{#if again}}never closed', 3, 'a block left open', 'Handlebars'],
    ['thanks.hbs', '{{#if again}}\n{{/unless}}', 1, 'a block closed by another', "doesn't match"],
    ['thanks.hbs', 'a\n{{> nowhere}}', 2, 'an unknown partial', 'nowhere'],
    ['thanks.hbs', 'a\nb\n{{shout again}}', 3, 'an unknown helper', 'shout'],
    ['progress.hbs', '\n\n\n{{petition.nothing}}', 4, 'a fault in a partial', 'nothing'],
    ['layout.hbs', '\n{{titel}}{{> @partial-block}}', 2, 'a fault in the layout', 'titel'],
    ['not-found.hbs', '{{#> layout title=""}}\n\n{{oh}}{{/layout}}', 3, 'a fault in a block', 'oh'],
    ['thanks.hbs', '\n{{say "thanks_titel"}}', 2, 'misspelt words', 'Did you mean "thanks_title"?'],
    ['thanks.hbs', '\n{{say "constructor"}}', 2, 'words that are none', 'no such words'],
    ['not-found.hbs', '\n\n{{#> layout title=(say "oh")}}{{/layout}}', 3, 'words in a title', 'oh'],
    ['progress.hbs', '{{say "count" goal=1}}', 1, 'words that lack a value', 'needs signatures'],
  ])('%s with %j is refused at line %i: %s', (file, text, line, _, word) => {
    writeFileSync(join(own, file), text);
    expect(() => load(roots)).toThrow(
      expect.objectContaining({
        code: 'page-template',
        exit: 3,
        message: expect.stringContaining(word),
        where: expect.objectContaining({ file: join(own, file), line }),
      }),
    );
  });

  test('a page that is nowhere is named', () => {
    expect(() => load([join(workspace, 'templates')])).toThrow(
      expect.objectContaining({ code: 'page-missing', message: expect.stringContaining(own) }),
    );
  });

  test('may have their own words, and a language of their own', () => {
    const words = join(workspace, 'templates/words');
    mkdirSync(words);
    writeFileSync(join(words, 'en.yaml'), 'pages: { lost_title: Where are you going? }');
    writeFileSync(join(words, 'fr.yaml'), 'pages: { lost_title: "Ce lien ne mène nulle part" }');
    const pages = load(roots);
    expect(pages.render('not-found', 'en', {})).toContain('<h1>Where are you going?</h1>');
    const french = pages.render('not-found', 'fr-CA', {});
    expect(french).toContain('<html lang="fr-CA" dir="ltr">');
    expect(french).toContain('<h1>Ce lien ne mène nulle part</h1>');
    expect(french).toContain('Open the letter again');
    expect(pages.languageFor('fr')).toBe('fr');
  });

  test('do not start with a mistake in words, in whatever language', () => {
    const words = join(workspace, 'templates/words');
    mkdirSync(words);
    const file = join(words, 'fr.yaml');
    writeFileSync(file, 'pages:\n  sign: Signez\n  count: "{signatures, number"\n');
    expect(() => load(roots)).toThrow(
      expect.objectContaining({
        code: 'words-invalid',
        exit: 3,
        problems: [expect.objectContaining({ where: expect.objectContaining({ file, line: 3 }) })],
      }),
    );
  });
});
