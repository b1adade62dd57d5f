import { z } from 'zod';
import { readCslDate, type WrongDate } from './csl-date.ts';
import { nameInWords, nameSchema } from './csl-names.ts';
import { pagesOf, publisherOf } from './csl-publisher.ts';
import { oneSpace, plainWords } from './plain-words.ts';
import type { Source } from './source.ts';

/** A text, a number, or a list of one, as some exports have it; null and "" are nothing. */
const text = z
  .preprocess(
    (raw) => (Array.isArray(raw) ? raw[0] : raw),
    z.union([z.string(), z.number()], 'it is not a text').nullish(),
  )
  .transform((raw) => oneSpace(plainWords(String(raw ?? ''))).trim() || undefined);

const names = z
  .array(nameSchema, 'it is not a list of names')
  .nullish()
  .transform((list) => (list ?? []).map(nameInWords).filter(Boolean));

const date = z
  .unknown()
  .optional()
  .transform((raw, context) => {
    const read = raw === undefined || raw === null ? undefined : readCslDate(raw);
    if (!isWrong(read)) return read;
    context.addIssue({ code: 'custom', message: read.wrong, path: [] });
    return z.NEVER;
  });

const url = text.pipe(z.url({ protocol: /^https?$/, error: 'it is not a web address' }).optional());

/**
 * One item of CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html), as
 * Zotero, Mendeley and Pandoc write it: what we use is checked, what we do not know is let be.
 */
export const cslItemSchema = z.looseObject(
  {
    type: text,
    title: text.refine((title) => title !== undefined, 'it has no title'),
    author: names,
    editor: names,
    'container-title': text,
    publisher: text,
    authority: text,
    number: text,
    volume: text,
    issue: text,
    page: text,
    section: text,
    'event-title': text,
    event: text,
    issued: date,
    accessed: date,
    URL: url,
    DOI: text,
  },
  'it is not an item, such as { "id": "slate", "title": "…" }',
);

/** What a note shows of an item. */
export function sourceOf(key: string, item: z.infer<typeof cslItemSchema>): Source {
  const publisher = publisherOf(item);
  const authors = authorsOf(item).filter((name) => name !== publisher);
  const source: Source = {
    key,
    title: item.title ?? '',
    authors: authors.length > 0 ? authors : undefined,
    publisher,
    date: item.issued,
    accessed: item.accessed,
    pages: pagesOf(item),
    url: item.URL ?? doiLink(item.DOI),
  };
  const given = Object.entries(source).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as unknown as Source;
}

/** The editors stand for the authors where there are none. */
function authorsOf({ author, editor }: z.infer<typeof cslItemSchema>): string[] {
  if (author.length > 0 || editor.length === 0) return author;
  const role = editor.length > 1 ? '(eds.)' : '(ed.)';
  return editor.map((name, index) => (index === editor.length - 1 ? `${name} ${role}` : name));
}

function doiLink(doi: string | undefined): string | undefined {
  const number = doi?.replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)/i, '');
  return number ? `https://doi.org/${encodeURI(number)}` : undefined;
}

function isWrong(read: string | undefined | WrongDate): read is WrongDate {
  return typeof read === 'object';
}
