import type { Element, Manner } from '../typeset/flow.ts';
import { type Line, layOut } from '../typeset/lay-out.ts';
import { MARGIN } from '../typeset/paper.ts';
import type { Pdf } from '../typeset/pdf.ts';
import type { Direction } from '../typeset/visual-order.ts';
import type { Cover, NameRow } from './contents.ts';
import { INK, QUIET, RULE } from './ink.ts';

const SIZES = { number: 7.5, name: 9.5, place: 8.5, comment: 8.5 } as const;
const LEADING = 12;
const PAD = 5;
const HEAD = 62;

type Column = keyof typeof SIZES;
const COLUMNS: readonly Column[] = ['number', 'name', 'place', 'comment'];

/** In points, from the side where lines begin; the comments have the rest. */
const STARTS = { number: 0, name: 40, place: 196, comment: 296 } as const;
const GAP = 10;
const NUMBER_WIDTH = 30;

/** The names in rows, as many on a page as there is room for. Returns how many there were. */
export async function writeNames(
  pdf: Pdf,
  whole: Element,
  rows: AsyncIterable<NameRow>,
  cover: Cover,
  manner: Manner,
): Promise<void> {
  const columns = columnsOf(pdf, manner);
  const heads = await headsOf(cover, columns, manner);
  let y = Number.POSITIVE_INFINITY;
  let list: Element | undefined;
  const turn = async () => {
    list?.end();
    await pdf.newPage();
    y = drawHead(pdf, heads, columns);
    // One a page: what is told of a page is out of memory with it.
    list = pdf.doc.struct('L');
    whole.add(list);
  };
  for await (const row of rows) {
    const cells = await cellsOf(row, columns, manner);
    const height = Math.max(...cells.map(({ lines }) => lines.length)) * LEADING + PAD;
    const isWhole = HEAD + height <= pdf.bottom - MARGIN.top;
    if (!list || y + (isWhole ? height : LEADING + PAD) > pdf.bottom) await turn();
    const item = pdf.doc.struct('LI');
    const body = pdf.doc.struct('LBody');
    list?.add(item);
    item.add(body);
    let rest = cells;
    while (rest.length > 0) {
      const room = Math.max(1, Math.floor((pdf.bottom - y) / LEADING));
      body.add(pdf.doc.markStructureContent('LBody'));
      y += drawCells(pdf, rest, { y, room, direction: manner.direction });
      pdf.doc.endMarkedContent();
      rest = rest
        .map((cell) => ({ ...cell, lines: cell.lines.slice(room) }))
        .filter(({ lines }) => lines.length > 0);
      if (rest.length > 0) {
        await pdf.newPage();
        y = drawHead(pdf, heads, columns);
      }
    }
    body.end();
    item.end();
    y += PAD;
    rule(pdf, y - PAD / 2 - 1);
  }
  list?.end();
}

interface Room {
  readonly x: number;
  readonly width: number;
}
type Columns = Readonly<Record<Column, Room>>;

function columnsOf(pdf: Pdf, { direction }: Manner): Columns {
  const rooms = COLUMNS.map((column, index) => {
    const start = STARTS[column];
    const next = COLUMNS[index + 1];
    const width =
      column === 'number' ? NUMBER_WIDTH : (next ? STARTS[next] - GAP : pdf.width) - start;
    const x = direction === 'rtl' ? MARGIN.side + pdf.width - start - width : MARGIN.side + start;
    return [column, { x, width }] as const;
  });
  return Object.fromEntries(rooms) as Columns;
}

interface Cell extends Room {
  readonly column: Column;
  readonly lines: readonly Line[];
}

async function cellsOf(row: NameRow, columns: Columns, manner: Manner): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const column of COLUMNS) {
    const text = String(row[column]);
    if (text === '') continue;
    const { x, width } = columns[column];
    const setting = {
      ...manner,
      han: row.han,
      size: SIZES[column],
      weight: 'regular',
      width,
    } as const;
    // What somebody wrote runs as she wrote it.
    const direction = column === 'number' ? manner.direction : undefined;
    cells.push({ column, x, width, lines: await layOut(text, { ...setting, direction }) });
  }
  return cells;
}

/** Returns the height of what was drawn. */
function drawCells(
  pdf: Pdf,
  cells: readonly Cell[],
  { y, room, direction }: { y: number; room: number; direction: Direction },
): number {
  let most = 0;
  for (const { column, x, width, lines } of cells) {
    const shown = lines.slice(0, room);
    most = Math.max(most, shown.length);
    for (const [index, line] of shown.entries()) {
      const colour = column === 'name' || column === 'comment' ? INK : QUIET;
      const align = column === 'number' ? 'end' : 'start';
      // Only in a comment do lines end where those who wrote it expect it.
      const set = column === 'comment' ? line : { ...line, direction };
      const at = { x, y: y + 9 + index * LEADING, size: SIZES[column], width };
      pdf.drawLine(set, { ...at, colour, align });
    }
  }
  return most * LEADING;
}

type Heads = readonly { readonly column: Column; readonly line: Line }[];

async function headsOf({ words }: Cover, columns: Columns, manner: Manner): Promise<Heads> {
  const texts = {
    name: words.say('delivery.name'),
    place: words.say('delivery.place'),
    comment: words.say('delivery.comment'),
  } as const;
  const heads: { column: Column; line: Line }[] = [];
  for (const column of ['name', 'place', 'comment'] as const) {
    const setting = { ...manner, size: 8, weight: 'bold', width: columns[column].width } as const;
    const [line] = await layOut(texts[column], setting);
    if (line) heads.push({ column, line });
  }
  return heads;
}

/** What the columns are, at the head of each page; screen readers hear it in no row. */
function drawHead(pdf: Pdf, heads: Heads, columns: Columns): number {
  pdf.doc.markContent('Artifact', { type: 'Pagination' });
  for (const { column, line } of heads) {
    const { x, width } = columns[column];
    pdf.drawLine(line, { x, y: MARGIN.top, size: 8, colour: QUIET, width });
  }
  pdf.doc.endMarkedContent();
  rule(pdf, MARGIN.top + 6);
  return MARGIN.top + 12;
}

function rule(pdf: Pdf, y: number): void {
  const { doc, width } = pdf;
  pdf.decorate(() =>
    doc
      .moveTo(MARGIN.side, y)
      .lineTo(MARGIN.side + width, y)
      .lineWidth(0.4)
      .stroke(RULE),
  );
}
