import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SAMPLES } from '../../src/web/page-contexts.ts';
import { loadPages } from '../../src/web/pages.ts';

const PACKAGED = 'templates/pages';
let workspace: string;
let own: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'outcry-pages-'));
  own = join(workspace, 'templates/pages');
  mkdirSync(own, { recursive: true });
});
afterEach(() => rmSync(workspace, { recursive: true }));

function load(
  folders: readonly string[],
  organisation = { name: 'Safe Harbour', address: '1 Quay' },
) {
  return loadPages({ folders, organisation, lang: 'en', cssPath: (hash) => `/style-${hash}.css` });
}

function packaged(name: string): string {
  return readFileSync(join(PACKAGED, name), 'utf8');
}

describe('the pages that come with Outcry', () => {
  test('weigh less than 30 KB in all', () => {
    const bytes = readdirSync(PACKAGED).map((name) => packaged(name).length);
    expect(bytes.reduce((sum, size) => sum + size)).toBeLessThan(30_000);
  });

  test('show whatever an organisation is called as text', () => {
    const pages = load([PACKAGED], { name: '<script>{{7*7}}', address: 'Quay "1" & 2' });
    const html = pages.render('error', { our_fault: true });
    expect(html).toContain('&lt;script&gt;{{7*7}}');
    expect(html).toContain('Quay &quot;1&quot; &amp; 2');
    expect(html).not.toContain('<script');
  });

  test('write numbers as the language of the pages does', () => {
    const pages = loadPages({
      folders: [PACKAGED],
      organisation: { name: 'Puerto Seguro', address: 'Muelle 1' },
      lang: 'de',
      cssPath: () => '/style.css',
    });
    const [sample] = SAMPLES.thanks;
    if (!sample) throw new Error('no sample');
    const html = pages.render('thanks', {
      ...sample,
      petition: { ...sample.petition, goal: 50000 },
    });
    expect(html).toContain('50.000');
    expect(html).toContain('<html lang="de">');
  });
});

describe("a workspace's own pages", () => {
  test('come before those of Outcry, file by file', () => {
    writeFileSync(join(own, 'not-found.hbs'), '{{#> layout title="Hm"}}Our own words{{/layout}}');
    const pages = load([own, PACKAGED]);
    expect(pages.render('not-found', {})).toMatch(/Safe Harbour[\s\S]*Our own words/);
    expect(pages.render('error', { our_fault: false })).toContain('That did not work');
  });

  test('may be missing altogether', () => {
    expect(load([join(workspace, 'nowhere'), PACKAGED]).css).toBe(packaged('style.css'));
  });

  test('may bring partials of their own', () => {
    writeFileSync(join(own, 'hello.hbs'), 'Hello from {{organisation.name}}');
    writeFileSync(join(own, 'not-found.hbs'), '{{> hello}}');
    expect(load([own, PACKAGED]).render('not-found', {})).toBe('Hello from Safe Harbour');
  });

  test('a changed stylesheet has another hash', () => {
    copyFileSync(join(PACKAGED, 'style.css'), join(own, 'style.css'));
    const before = load([own, PACKAGED]).cssHash;
    writeFileSync(join(own, 'style.css'), 'body { color: black }');
    expect(load([own, PACKAGED]).cssHash).not.toBe(before);
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
  ])('%s with %j is refused at line %i: %s', (file, text, line, _, word) => {
    writeFileSync(join(own, file), text);
    expect(() => load([own, PACKAGED])).toThrow(
      expect.objectContaining({
        code: 'page-template',
        exit: 3,
        message: expect.stringContaining(word),
        where: expect.objectContaining({ file: join(own, file), line }),
      }),
    );
  });

  test('a page that is nowhere is named', () => {
    expect(() => load([own])).toThrow(
      expect.objectContaining({ code: 'page-missing', message: expect.stringContaining(own) }),
    );
  });
});
