import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NameRow } from '../../src/petition-delivery/contents.ts';
import { hanOf } from '../../src/petition-delivery/to-row.ts';
import { writePdf } from '../../src/petition-delivery/write-pdf.ts';
import { openWordsBook } from '../../src/words/load-words.ts';
import { signerName } from '../fixtures/signers/names.ts';
import { openPdfFile, type Pdf, readPages, squeezed } from './read-pages.ts';

const SIGNERS = 2000;
const PLACE = '28013 España';
const COMMENTS = [
  '',
  'لأن كل إنسان يستحق الأمان.',
  '因为每个人都应该有一个家。',
  'Emoji 👩‍👩‍👧 ❤️ 🎉.',
  'ᚠᚢᚦ',
];
const names = Array.from({ length: SIGNERS }, (_, index) => {
  const { first, last } = signerName(index);
  return `${first} ${last}`;
});

async function* rows(): AsyncGenerator<NameRow> {
  for (const [index, name] of names.entries()) {
    const comment = COMMENTS[index % COMMENTS.length] ?? '';
    yield { number: index + 1, name, place: PLACE, comment, han: hanOf(name, '', 'sc') };
  }
}

describe('a PDF of many signers in many scripts', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'outcry-names-'));
  const file = path.join(folder, 'names.pdf');
  const unknown = new Set<string>();
  let pdf: Pdf;
  let pages = 0;

  beforeAll(async () => {
    const words = openWordsBook(['templates']).wordsIn('en');
    pages = await writePdf(file, {
      han: 'sc',
      rows: rows(),
      onUnknown: (cluster) => unknown.add(cluster),
      cover: {
        words,
        paper: 'a4',
        colour: '#1f6f5c',
        organisation: { name: 'Safe Harbour', address: '12 Quay Street' },
        target: 'The Council',
        statement: 'Keep it open.',
        at: Date.UTC(2026, 10, 24),
        zone: 'UTC',
        number: 1,
        signatures: SIGNERS,
        total: SIGNERS,
        by: 'Country',
        places: [{ place: 'Spain', signatures: SIGNERS }],
        place: undefined,
        volume: undefined,
      },
    });
    pdf = await openPdfFile(file);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('gives every name, place and comment back, letter by letter and in order', async () => {
    const found = await readPages(pdf);
    expect([...found.keys()]).toEqual(names.map((_, index) => index + 1));
    const wrong = names.flatMap((name, index) => {
      const comment = COMMENTS[index % COMMENTS.length] ?? '';
      const meant = squeezed(`${name}${PLACE}${comment}`).replace(/\p{Script=Runic}/gu, '\ufffd');
      const read = squeezed(found.get(index + 1) ?? '');
      return read === meant ? [] : [{ read, meant }];
    });
    expect(wrong).toEqual([]);
  });

  it('names what no font has, and nothing else', () => {
    expect([...unknown]).toEqual(['ᚠ', 'ᚢ', 'ᚦ']);
  });

  it('numbers its pages, of which each says how many there are', async () => {
    expect(pdf.numPages).toBe(pages);
    const { items } = await (await pdf.getPage(pages)).getTextContent();
    const text = items.map((item: object) => ('str' in item ? item.str : '')).join('');
    expect(text).toContain(`Page ${pages} of ${pages}`);
  });

  it('tells screen readers its language, its title, and what is heading, table and row', async () => {
    const { info } = await pdf.getMetadata();
    expect(info).toMatchObject({ Title: 'Petition to The Council', Language: 'en' });
    expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true });
    expect(readFileSync(file, 'latin1')).toContain('<pdfuaid:part>1</pdfuaid:part>');
    const roles = (node: unknown): string[] => {
      const { role, children = [] } = node as { role?: string; children?: unknown[] };
      return [...(role ? [role] : []), ...children.flatMap(roles)];
    };
    const cover = roles(await (await pdf.getPage(1)).getStructTree());
    expect(cover).toEqual(
      expect.arrayContaining(['Document', 'H1', 'BlockQuote', 'H2', 'Table', 'TR', 'TH', 'TD']),
    );
    const rowsOfPage = roles(await (await pdf.getPage(2)).getStructTree());
    expect(rowsOfPage.filter((role) => role === 'LBody').length).toBeGreaterThan(20);
  });
});
