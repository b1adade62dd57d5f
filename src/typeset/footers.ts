import type { Face } from './faces.ts';
import type { Line } from './lay-out.ts';
import { MARGIN } from './paper.ts';
import type { Inside } from './pdf.ts';

/** An object of the document that is written when it is known. */
interface Held {
  readonly data: Record<string, unknown>;
  end(content: string): void;
}

interface Pages {
  readonly page: { readonly xobjects: Record<string, unknown> };
  ref(data: object): Held;
}

interface Options {
  readonly width: number;
  /** Of the line, from the top of the page. */
  readonly y: number;
  readonly use: (face: Face) => PDFKit.PDFDocument;
}

export const FOOTER_SIZE = 8;
const GREY = '0.35 g';

/**
 * The feet of pages. How many pages there are is known at the end, when they are written already: so
 * each names an object in which its foot will stand, and these are written last.
 */
export function openFooters(doc: PDFKit.PDFDocument, { width, y, use }: Options) {
  const inside = doc as unknown as Pages;
  const held: Held[] = [];
  return {
    /** On the page that is begun. */
    hold(): void {
      const foot = inside.ref({
        Type: 'XObject',
        Subtype: 'Form',
        BBox: [0, -FOOTER_SIZE, width, 2 * FOOTER_SIZE],
      });
      held.push(foot);
      inside.page.xobjects.Foot = foot;
      doc.markContent('Artifact', { type: 'Pagination' });
      doc.save();
      // Pages are drawn from the top, such objects from the foot.
      doc.transform(1, 0, 0, -1, MARGIN.side, y);
      (doc as unknown as { addContent(content: string): void }).addContent('/Foot Do');
      doc.restore();
      doc.endMarkedContent();
    },
    async write(footer: (page: number, pages: number) => Promise<Line>): Promise<number> {
      for (const [index, foot] of held.entries()) {
        const line = await footer(index + 1, held.length);
        const { fonts, content } = draw(line, width, use);
        foot.data.Resources = { Font: fonts };
        foot.end(content);
      }
      return held.length;
    },
  };
}

function draw({ pieces, width, direction }: Line, room: number, use: Options['use']) {
  const fonts: Record<string, unknown> = {};
  const start = direction === 'rtl' ? 0 : room - width;
  const content = pieces.map((piece) => {
    const { _font: font } = use(piece.face) as unknown as Inside;
    fonts[font.id] = font.ref();
    const [glyphs] = font.encode(piece.text, []);
    const x = (start + piece.x).toFixed(2);
    return `BT /${font.id} ${FOOTER_SIZE * piece.face.scale} Tf ${GREY} ${x} 0 Td <${glyphs.join('')}> Tj ET`;
  });
  return { fonts, content: content.join('\n') };
}
