import { createWriteStream } from 'node:fs';
import type { Han } from '../typeset/font-packages.ts';
import { FOOTER_SIZE } from '../typeset/footers.ts';
import { layOut } from '../typeset/lay-out.ts';
import { openPdf } from '../typeset/pdf.ts';
import type { Cover, NameRow } from './contents.ts';
import { writeCover } from './cover-pages.ts';
import { writeNames } from './name-pages.ts';

interface Documented {
  readonly cover: Cover;
  /** Of the cover's own language. */
  readonly han: Han;
  /** None for a cover alone. */
  readonly rows?: AsyncIterable<NameRow> | undefined;
  /** Told of each cluster that no font has. */
  readonly onUnknown: (cluster: string) => void;
}

/** Writes the document that the target gets, page by page. Returns how many pages it has. */
export async function writePdf(
  file: string,
  { cover, han, rows, onUnknown }: Documented,
): Promise<number> {
  const { words } = cover;
  const manner = { han, direction: words.dir, onUnknown };
  const title = words.say('delivery.title', { target: cover.target });
  const pdf = openPdf(createWriteStream(file, { flags: 'wx' }), {
    title,
    author: cover.organisation.name,
    lang: words.lang,
    paper: cover.paper,
    at: new Date(cover.at),
    footer: async (page, pages) => {
      const text = words.say('delivery.page', { page, pages });
      const setting = { ...manner, size: FOOTER_SIZE, weight: 'regular', width: 1000 } as const;
      const [line] = await layOut(text, setting);
      return line ?? { pieces: [], width: 0, direction: words.dir };
    },
  });
  const whole = pdf.doc.struct('Document');
  pdf.doc.addStructure(whole);
  await writeCover(pdf, whole, cover, manner);
  if (rows) await writeNames(pdf, whole, rows, cover, manner);
  whole.end();
  return pdf.end();
}
