import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NameRow } from '../../src/petition-delivery/contents.ts';
import { hanOf } from '../../src/petition-delivery/to-row.ts';
import { writePdf } from '../../src/petition-delivery/write-pdf.ts';
import { openWordsBook } from '../../src/words/load-words.ts';
import { signerName } from '../fixtures/signers/names.ts';

const SIGNERS = 2000;
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
    yield { number: index + 1, name, place: '28013 España', comment, han: hanOf(name, '', 'sc') };
  }
}

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** What stands in each row, by its number. */
async function readPages(pdf: Pdf): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  for (let number = 2; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    let row: number | undefined;
    for (const item of items) {
      if (!('str' in item)) continue;
      const isNumber = item.transform[4] < 86 && /^\d+$/.test(item.str);
      if (isNumber) row = Number(item.str);
      else if (row !== undefined) found.set(row, (found.get(row) ?? '') + item.str);
    }
  }
  return found;
}

const squeezed = (text: string) => text.replace(/\s+/g, '');

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
    pdf = await getDocumentProxy(new Uint8Array(readFileSync(file)));
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('gives every name back, letter by letter and in order', async () => {
    const found = await readPages(pdf);
    expect([...found.keys()]).toEqual(names.map((_, index) => index + 1));
    const wrong = names.filter((name, index) => {
      const row = squeezed(found.get(index + 1) ?? '');
      return !row.startsWith(squeezed(name));
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
