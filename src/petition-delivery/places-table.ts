import type { Element, Flow, Manner } from '../typeset/flow.ts';
import { layOut } from '../typeset/lay-out.ts';
import { MARGIN } from '../typeset/paper.ts';
import type { Pdf } from '../typeset/pdf.ts';
import type { Cover } from './contents.ts';
import { INK, QUIET, RULE } from './ink.ts';

const SIZE = 9.5;
const ROW = 17;
const COLUMNS = { place: 220, count: 80, bar: 150 } as const;

/** How many have signed from where, the most first, each with a bar that shows its share. */
export async function placesTable(
  pdf: Pdf,
  flow: Flow,
  part: Element,
  cover: Cover,
  manner: Manner,
): Promise<void> {
  const { words, places } = cover;
  await flow.need(4 * ROW);
  const heading = words.say('delivery.by_place');
  await flow.paragraph(part, 'H2', heading, { size: 13, weight: 'bold', colour: INK, after: 6 });
  const table = pdf.doc.struct('Table');
  part.add(table);
  const most = Math.max(...places.map(({ signatures }) => signatures));
  const head = [cover.by, words.say('delivery.signatures')] as const;
  await row(pdf, flow, table, manner, { cells: head, isHead: true });
  for (const { place, signatures } of places) {
    const cells = [
      place || words.say('delivery.elsewhere'),
      signatures.toLocaleString(words.lang),
    ] as const;
    const turned = await flow.need(ROW);
    if (turned)
      await row(pdf, flow, table, manner, { cells: head, isHead: true, isRepeated: true });
    bar(pdf, flow.y, { share: signatures / most, colour: cover.colour, manner });
    await row(pdf, flow, table, manner, { cells });
  }
  table.end();
}

interface Row {
  readonly cells: readonly [place: string, count: string];
  readonly isHead?: boolean;
  /** At the head of a further page, for the eye. */
  readonly isRepeated?: boolean;
}

async function row(pdf: Pdf, flow: Flow, table: Element, manner: Manner, row: Row): Promise<void> {
  const { doc } = pdf;
  const isRight = manner.direction === 'rtl';
  const start = isRight ? MARGIN.side + pdf.width - COLUMNS.place : MARGIN.side;
  const count = isRight ? start - COLUMNS.count : start + COLUMNS.place;
  const line = doc.struct('TR');
  if (!row.isRepeated) table.add(line);
  for (const [index, text] of row.cells.entries()) {
    const tag = row.isHead || index === 0 ? 'TH' : 'TD';
    const scope = row.isHead ? 'Column' : 'Row';
    const cell = doc.struct(tag, (tag === 'TH' ? { scope } : {}) as object);
    if (row.isRepeated) doc.markContent('Artifact', { type: 'Pagination' });
    else {
      line.add(cell);
      cell.add(doc.markStructureContent(tag));
    }
    const width = index === 0 ? COLUMNS.place : COLUMNS.count;
    const weight = row.isHead ? 'bold' : 'regular';
    const [set] = await layOut(text, { ...manner, size: SIZE, weight, width });
    const spot = { x: index === 0 ? start : count, y: flow.y + 11, size: SIZE, width } as const;
    if (set) {
      const align = index === 0 ? 'start' : 'end';
      const direction = manner.direction;
      pdf.drawLine({ ...set, direction }, { ...spot, colour: row.isHead ? QUIET : INK, align });
    }
    doc.endMarkedContent();
    if (!row.isRepeated) cell.end();
  }
  if (!row.isRepeated) line.end();
  const width = COLUMNS.place + COLUMNS.count;
  const left = isRight ? count : start;
  pdf.decorate(() =>
    doc
      .moveTo(left, flow.y + ROW - 1)
      .lineTo(left + width, flow.y + ROW - 1)
      .lineWidth(0.5)
      .stroke(RULE),
  );
  flow.y += ROW;
}

interface Bar {
  /** Of the longest one. */
  readonly share: number;
  readonly colour: string;
  readonly manner: Manner;
}

function bar(pdf: Pdf, y: number, { share, colour, manner }: Bar): void {
  const length = Math.max(0.75, share * COLUMNS.bar);
  const offset = COLUMNS.place + COLUMNS.count + 14;
  const x =
    manner.direction === 'rtl' ? MARGIN.side + pdf.width - offset - length : MARGIN.side + offset;
  pdf.decorate(() =>
    pdf.doc
      .rect(x, y + 4, length, 8)
      .fillOpacity(0.75)
      .fill(colour)
      .fillOpacity(1),
  );
}
