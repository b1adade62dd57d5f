import { formatCount } from '../format-count.ts';
import { nameOfSpan, type Times } from './time-spans.ts';

const EIGHTHS = ' ▁▂▃▄▅▆▇█';
const ROWS = 4;

/** Signatures over time as columns of blocks: at most as many columns as there are spans. */
export function timeChart({ unit, spans }: Times, width: number): string[] {
  const [first] = spans;
  const last = spans.at(-1);
  if (!first || !last) return [];
  const shown = spans.slice(0, width);
  const most = Math.max(...shown.map(({ signatures }) => signatures));
  const margin = formatCount(most).length;
  const wide = Math.max(1, Math.min(3, Math.floor((width - margin - 4) / shown.length)));
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const label = (row === 0 ? formatCount(most) : '').padStart(margin);
    const cells = shown.map(({ signatures }) => cell(signatures / most, ROWS - 1 - row));
    return `  ${label} │${cells.map((block) => block.repeat(wide)).join('')}`.trimEnd();
  });
  const ends = [nameOfSpan(first.from, unit), nameOfSpan(last.from, unit)];
  const room = Math.max(0, wide * shown.length - ends.join('').length);
  const axis =
    spans.length === 1 ? ends[0] : room > 1 ? ends.join(' '.repeat(room)) : ends.join(' to ');
  return [
    `Signatures by ${unit} (UTC):`,
    ...rows,
    `  ${'0'.padStart(margin)} └${'─'.repeat(wide * shown.length)}`,
    `  ${' '.repeat(margin)}  ${axis}`,
    '',
  ];
}

/** What of a column stands in a row, of which `0` is the lowest. One signature is seen. */
function cell(share: number, row: number): string {
  const eighths = Math.max(share > 0 ? 1 : 0, Math.round(share * ROWS * 8));
  return EIGHTHS[Math.max(0, Math.min(8, eighths - row * 8))] ?? ' ';
}
