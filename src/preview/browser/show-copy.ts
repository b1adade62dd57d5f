import type { ShownCopy } from '../state.ts';
import { byId, count, make, write } from './dom.ts';

/** Writes what is known of a recipient's copy, but for the letter itself. */
export function showCopy(copy: ShownCopy): void {
  write(byId('from', HTMLElement), copy.from || '(nobody)');
  write(byId('subject', HTMLElement), copy.subject || '(no subject)');
  write(byId('preheader', HTMLElement), copy.preheader);
  write(byId('opening', HTMLElement), copy.opening);
  for (const id of ['subject', 'behind']) byId(id, HTMLElement).dir = copy.dir;
  const text = byId('text', HTMLElement);
  write(text, copy.text);
  text.dir = copy.dir;
  byId('facts-box', HTMLElement).hidden = false;
  byId('facts', HTMLElement).replaceChildren(...factsOf(copy));
}

function factsOf({ bytes, limits, missing, place, lang }: ShownCopy): HTMLElement[] {
  return [
    fact('Html', sizeOf(bytes.html, limits.html), meter(bytes.html, limits.html, 'Html')),
    fact('Differs', sizeOf(bytes.own, limits.own), meter(bytes.own, limits.own, 'What differs')),
    fact('Text', sizeOf(bytes.text)),
    fact('Language', lang),
    ...(place ? [fact('Row', place)] : []),
    ...(missing.length > 0 ? [fact('Empty', missing.join(', '))] : []),
  ];
}

function fact(name: string, value: string, ...more: readonly HTMLElement[]): HTMLElement {
  return make('div', {}, make('dt', {}, name), make('dd', {}, value, ...more));
}

function sizeOf(bytes: number, limit?: number): string {
  return limit ? `${kilobytes(bytes)} of ${kilobytes(limit)} KB` : `${kilobytes(bytes)} KB`;
}

function kilobytes(bytes: number): string {
  const size = bytes / 1024;
  return size < 10 ? size.toFixed(1) : count(Math.round(size));
}

/** Full at the limit: Gmail cuts the html there, and SendGrid refuses the copy. */
function meter(bytes: number, limit: number, name: string): HTMLElement {
  const share = Math.min(100, Math.round((100 * bytes) / limit));
  const attributes = { min: '0', max: '100', high: '80', optimum: '0', value: String(share) };
  return make('meter', { ...attributes, 'aria-label': `${name}: ${share} % of the limit` });
}
