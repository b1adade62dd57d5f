import { readFileSync } from 'node:fs';
import { getDocumentProxy } from 'unpdf';

export type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

export function openPdfFile(file: string): Promise<Pdf> {
  return getDocumentProxy(new Uint8Array(readFileSync(file)));
}

/** What stands in each row of a delivery's document, by its number: as any reader of PDF gets it. */
export async function readPages(pdf: Pdf): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  for (let number = 2; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    page.cleanup();
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

/** Without its spaces, which a PDF does not hold where lines end. */
export const squeezed = (text: string) => text.replace(/\s+/g, '');
