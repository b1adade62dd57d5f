const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Letters that join nothing before or after them, so that each is a cluster. */
const PLAIN =
  /^[\u0020-\u02ff\u0370-\u0482\u048a-\u052f\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]*$/;

/** What readers take for one character each, as in Unicode's annex 29. */
export function clustersOf(text: string): readonly string[] {
  if (PLAIN.test(text)) return [...text];
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/**
 * A text as it can be set: composed, its white space plain, and without what is not seen. Line breaks
 * stay. Joiners stay, which Persian and emoji need.
 */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029\u0085\f\v]/g, '\n')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/(?!\u200c|\u200d|\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .replace(/ *\n */g, '\n')
    .trim();
}

/** What orders a text of two directions and is not drawn. */
const HIDDEN = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export function withoutHidden(text: string): string {
  return text.replace(HIDDEN, '');
}

export function isHidden(cluster: string): boolean {
  return withoutHidden(cluster) === '';
}
