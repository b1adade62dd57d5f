import type { Hand } from './faces.ts';
import type { Weight } from './font-packages.ts';
import { layOut } from './lay-out.ts';
import { MARGIN } from './paper.ts';
import type { Pdf } from './pdf.ts';
import type { Direction } from './visual-order.ts';

/** What all text of a document has in common. */
export interface Manner {
  readonly han: Hand['han'];
  /** Of texts whose own direction does not matter. */
  readonly direction: Direction;
  readonly onUnknown: (cluster: string) => void;
}

export interface Style {
  /** In points. */
  readonly size: number;
  /** From one line to the next, in sizes. */
  readonly leading?: number;
  readonly weight?: Weight;
  readonly colour: string;
  /** Room at the side where lines begin, in points. */
  readonly indent?: number;
  /** Below it, in points. */
  readonly after?: number;
}

export type Element = PDFKit.PDFStructureElement;

/** Text that runs down pages, each paragraph below the one before. */
export interface Flow {
  /** The top of what comes next. */
  y: number;
  /** Begins a new page unless so many points are left on this one. True if it did. */
  need(height: number): Promise<boolean>;
  paragraph(parent: Element, tag: string, text: string, style: Style): Promise<void>;
}

/** `onPage` draws what stands at the head of every page. */
export function openFlow(pdf: Pdf, manner: Manner, onPage: () => void = () => {}): Flow {
  const flow: Flow = {
    y: pdf.bottom,
    async need(height) {
      if (flow.y + height <= pdf.bottom) return false;
      await pdf.newPage();
      flow.y = MARGIN.top;
      onPage();
      return true;
    },
    async paragraph(parent, tag, text, style) {
      const { size, leading = 1.4, weight = 'regular', colour, indent = 0, after = 0 } = style;
      const width = pdf.width - indent;
      // A line of Latin letters reads from the left, also where it stands at the right.
      const lines = await layOut(text, { ...manner, direction: undefined, size, weight, width });
      const element = pdf.doc.struct(tag);
      parent.add(element);
      const x = MARGIN.side + (manner.direction === 'rtl' ? 0 : indent);
      for (const [index, line] of lines.entries()) {
        const turned = await flow.need(size * leading);
        if (turned || index === 0) element.add(pdf.doc.markStructureContent(tag));
        const { direction } = manner;
        pdf.drawLine({ ...line, direction }, { x, y: flow.y + size, size, colour, width });
        flow.y += size * leading;
      }
      pdf.doc.endMarkedContent();
      element.end();
      flow.y += after;
    },
  };
  return flow;
}
