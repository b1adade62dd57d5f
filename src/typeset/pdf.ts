import type { Writable } from 'node:stream';
import PDFDocument from 'pdfkit';
import type { Face } from './faces.ts';
import { openFooters } from './footers.ts';
import type { Line } from './lay-out.ts';
import { MARGIN, type Paper, SIZES } from './paper.ts';
import { type DocumentFont, tellTrueLetters } from './true-letters.ts';

export interface PdfOptions {
  readonly title: string;
  readonly author: string;
  readonly lang: string;
  readonly paper: Paper;
  readonly at: Date;
  /** The line at the foot of a page. Told when all pages are there. */
  readonly footer: (page: number, pages: number) => Promise<Line>;
}

/** A document that is written page by page, and told to screen readers (PDF/UA). */
export interface Pdf {
  readonly doc: PDFKit.PDFDocument;
  /** Between the margins, in points. */
  readonly width: number;
  /** Where the room for text ends, from the top. */
  readonly bottom: number;
  /** Begins a page and resolves when the file has kept up. */
  newPage(): Promise<void>;
  /** At a baseline; a line from right to left ends where its room ends. */
  drawLine(line: Line, at: Spot): void;
  /** Something that is part of no sentence, such as a rule. */
  decorate(draw: () => void): void;
  /** Writes what was held back until now, and ends the file. Resolves to the number of pages. */
  end(): Promise<number>;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly colour: string;
  /** The room that the line has. */
  readonly width: number;
  readonly align?: 'start' | 'end' | undefined;
}

/** What a document has besides its types. */
export interface Inside {
  readonly _font: DocumentFont;
}

/** A piece stands where it stands, and is shaped as a whole. */
const WHOLE = { lineBreak: false, baseline: 0, features: [] };

export function openPdf(to: Writable, options: PdfOptions): Pdf {
  const size = SIZES[options.paper];
  const doc = new PDFDocument({
    size: [...size],
    margin: 0,
    autoFirstPage: false,
    tagged: true,
    subset: 'PDF/UA',
    pdfVersion: '1.7',
    lang: options.lang,
    displayTitle: true,
    // Names hardly come twice: what is laid out is not to be remembered.
    fontLayoutCache: false,
    info: { Title: options.title, Author: options.author, CreationDate: options.at },
    // Its types know no PDF/UA yet.
  } as unknown as PDFKit.PDFDocumentOptions);
  doc.pipe(to);
  const failed = new Promise<never>((_, reject) => to.once('error', reject));
  failed.catch(() => {});
  const faces = new Set<string>();
  const use = (face: Face) => {
    if (faces.has(face.name)) return doc.font(face.name);
    faces.add(face.name);
    doc.registerFont(face.name, face.bytes).font(face.name);
    // It would shape each text anew, several times over.
    const { _font: font } = doc as unknown as Inside;
    font.layout = face.shapeOf;
    tellTrueLetters(font);
    return doc;
  };
  const width = size[0] - 2 * MARGIN.side;
  const footers = openFooters(doc, { width, y: size[1] - 34, use });
  return {
    doc,
    width,
    bottom: size[1] - MARGIN.bottom,
    async newPage() {
      doc.addPage();
      footers.hold();
      await Promise.race([keptUp(to), failed]);
    },
    drawLine(line, spot) {
      const x = spot.x + indent(line, spot);
      doc.fillColor(spot.colour);
      for (const { face, text, meant, x: offset } of line.pieces) {
        if (meant !== undefined) doc.markContent('Span', { actual: meant });
        use(face)
          .fontSize(spot.size * face.scale)
          .text(text, x + offset, spot.y, WHOLE as object);
        if (meant !== undefined) doc.endMarkedContent();
      }
    },
    decorate(draw) {
      doc.markContent('Artifact', { type: 'Layout' });
      draw();
      doc.endMarkedContent();
    },
    async end() {
      const pages = await footers.write(options.footer);
      doc.end();
      await Promise.race([new Promise((resolve) => to.once('finish', resolve)), failed]);
      return pages;
    },
  };
}

/** A line's end is the other side for those who read from right to left. */
function indent({ width, direction }: Line, { width: room, align = 'start' }: Spot): number {
  const isRight = (direction === 'rtl') !== (align === 'end');
  return isRight ? room - width : 0;
}

function keptUp(to: Writable): Promise<void> {
  // The document writes to the file whether it keeps up or not, from the next turn on.
  return new Promise((resolve) =>
    setImmediate(() => {
      if (to.writableNeedDrain) to.once('drain', () => resolve());
      else resolve();
    }),
  );
}
