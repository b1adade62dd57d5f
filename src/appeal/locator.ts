import { oneSpace, plainMarkdown } from './plain-words.ts';

/** Words that name a part of a source, in front of its number. */
const LABELS = [
  'p pp pg pgs page pages pág págs página páginas',
  'ch chap chaps chapter chapters cap caps capítulo capítulos',
  'sec secs section sections secc sección secciones ss',
  'para paras paragraph paragraphs párr párrs párrafo párrafos',
  'art arts article articles artículo artículos cl clause clauses',
  'bk bks book books col cols column columns fig figs figure figures fol fols folio folios',
  'l ll line lines n nn note notes no nos number numbers núm núms número números',
  'pt pts part parts v vv verse verses vol vols volume volumes tomo',
].flatMap((line) => line.split(' '));
const NUMERAL = String.raw`(?:\d|[ivxlcdm]+\b|[A-Z]\b)`;
const LOCATOR = new RegExp(
  String.raw`^(?:\d|[§¶]|(?:${LABELS.join('|')})\.?[ \u00A0]*${NUMERAL})`,
  'iu',
);
const BRACES = /^,? ?\{((?:[^{}]|\{[^{}]*\})*)\}/;

/**
 * What stands behind a key, as its note shows it behind the date: a comma before a locator, also
 * where the author wrote none (`[@a chap. 2]`); braces around one go; all else stays as written.
 */
export function readSuffix(raw: string): string {
  const text = plainMarkdown(unquoted(raw))
    .trimEnd()
    .replace(/^ +(?=[,;:])/, '');
  const braces = BRACES.exec(text);
  if (braces) {
    const locator = braces[1]?.replace(/^[\s,]+/, '').trimEnd() ?? '';
    return (locator === '' ? '' : `, ${locator}`) + text.slice(braces[0].length);
  }
  const words = text.trimStart();
  return LOCATOR.test(words) ? `, ${words}` : text;
}

/** What stands before a key, with the space that parts it from what follows. */
export function readPrefix(raw: string): string {
  return plainMarkdown(unquoted(raw)).trimStart();
}

/** A citation that runs over lines of a quotation has the marks of these lines in it. */
function unquoted(raw: string): string {
  return oneSpace(raw.replace(/\n[ \t]*(?:>[ \t]*)+/g, '\n'));
}
