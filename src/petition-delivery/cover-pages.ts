import { type Element, type Flow, type Manner, openFlow } from '../typeset/flow.ts';
import { layOut } from '../typeset/lay-out.ts';
import { MARGIN } from '../typeset/paper.ts';
import type { Pdf } from '../typeset/pdf.ts';
import type { Cover } from './contents.ts';
import { INK, QUIET } from './ink.ts';
import { placesTable } from './places-table.ts';

/** The letter to the target, and how many have signed from where. */
export async function writeCover(
  pdf: Pdf,
  whole: Element,
  cover: Cover,
  manner: Manner,
): Promise<void> {
  const { words } = cover;
  const part = pdf.doc.struct('Sect');
  whole.add(part);
  const flow = openFlow(pdf, manner);
  await flow.need(pdf.bottom);
  await letterhead(flow, part, cover);
  await flow.paragraph(part, 'P', cover.target, {
    size: 12,
    weight: 'bold',
    colour: INK,
    after: 26,
  });
  const count = words.say('delivery.signed_by', { signatures: cover.signatures });
  const headline = cover.place === undefined ? count : `${cover.place}: ${count}`;
  await flow.paragraph(part, 'H1', headline, {
    size: 25,
    leading: 1.2,
    weight: 'bold',
    colour: cover.colour,
    after: 12,
  });
  const lead = words.say('delivery.lead', { organisation: cover.organisation.name });
  await flow.paragraph(part, 'P', lead, { size: 11, colour: INK, after: 14 });
  await statement(pdf, flow, part, cover);
  await facts(pdf, flow, part, cover, manner);
  await flow.paragraph(part, 'P', words.say('delivery.note'), {
    size: 9,
    colour: QUIET,
    after: 26,
  });
  if (cover.places.length > 0) await placesTable(pdf, flow, part, cover, manner);
  part.end();
}

async function letterhead(flow: Flow, part: Element, cover: Cover): Promise<void> {
  const { organisation, words, at, zone } = cover;
  const address = organisation.address.trim().replace(/\s*\n\s*/g, ' · ');
  await flow.paragraph(part, 'P', organisation.name, {
    size: 13,
    weight: 'bold',
    colour: cover.colour,
    after: 2,
  });
  await flow.paragraph(part, 'P', address, { size: 9, colour: QUIET, after: 30 });
  const day = new Intl.DateTimeFormat(words.lang, { dateStyle: 'long', timeZone: zone }).format(at);
  await flow.paragraph(part, 'P', day, { size: 10, colour: INK, after: 18 });
}

/** The petition's own words, with a bar beside them. */
async function statement(pdf: Pdf, flow: Flow, part: Element, cover: Cover): Promise<void> {
  const top = flow.y;
  const page = pdf.doc.page;
  await flow.paragraph(part, 'BlockQuote', cover.statement, {
    size: 14,
    leading: 1.45,
    colour: INK,
    indent: 16,
    after: 24,
  });
  // A statement so long that it fills pages has none.
  if (pdf.doc.page !== page) return;
  const x = cover.words.dir === 'rtl' ? MARGIN.side + pdf.width - 4 : MARGIN.side;
  pdf.decorate(() => pdf.doc.rect(x, top, 4, flow.y - 24 - top).fill(cover.colour));
}

function factsOf({ words, number, signatures, total, volume }: Cover): [string, string][] {
  const format = (count: number) => count.toLocaleString(words.lang);
  return [
    [words.say('delivery.number'), format(number)],
    ...(volume
      ? [
          [
            words.say('delivery.volume'),
            words.say('delivery.of', { part: volume.number, parts: volume.of }),
          ] as [string, string],
        ]
      : []),
    [words.say('delivery.here'), format(signatures)],
    ...(total === signatures
      ? []
      : [[words.say('delivery.total'), format(total)] as [string, string]]),
  ];
}

const LABEL = 230;

async function facts(
  pdf: Pdf,
  flow: Flow,
  part: Element,
  cover: Cover,
  manner: Manner,
): Promise<void> {
  const list = pdf.doc.struct('L');
  part.add(list);
  const isRight = manner.direction === 'rtl';
  const [first, second] = isRight
    ? [MARGIN.side + pdf.width - LABEL, MARGIN.side]
    : [MARGIN.side, MARGIN.side + LABEL];
  for (const [label, value] of factsOf(cover)) {
    await flow.need(18);
    const item = pdf.doc.struct('LI');
    list.add(item);
    const columns = [
      ['Lbl', label, first, LABEL, QUIET],
      ['LBody', value, second, pdf.width - LABEL, INK],
    ] as const;
    for (const [tag, text, x, width, colour] of columns) {
      const cell = pdf.doc.struct(tag);
      item.add(cell);
      const [line] = await layOut(text, { ...manner, size: 10, weight: 'regular', width });
      cell.add(pdf.doc.markStructureContent(tag));
      if (line) pdf.drawLine(line, { x, y: flow.y + 10, size: 10, colour, width });
      pdf.doc.endMarkedContent();
      cell.end();
    }
    item.end();
    flow.y += 17;
  }
  list.end();
  flow.y += 14;
}
