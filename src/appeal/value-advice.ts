import { readLanguage } from '../words/read-language.ts';

/** What zod tells of a value that does not fit. */
interface Misfit {
  readonly input?: unknown;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const FORMS = 'a date is written 2018-03-13, 2018-03 or 2018';

/** Of a date in English words, how it is written here. */
export function dateAdvice({ input }: Misfit): string {
  const date = typeof input === 'string' ? isoOfWords(input.trim()) : undefined;
  return date === undefined ? `${FORMS}; write it so` : `${FORMS}; write ${date}`;
}

/** `March 13, 2018`, `13th of March 2018` or `March 2018`; numbers alone may be read in two ways. */
function isoOfWords(text: string): string | undefined {
  const { month = '', year } =
    /^(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?<month>[a-z]{3,9})\.?,?\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?(?<year>\d{4})$/i.exec(
      text,
    )?.groups ?? {};
  const index = MONTHS.indexOf(month.slice(0, 3).toLowerCase());
  if (year === undefined || index < 0) return undefined;
  const day = /(?<!\d)\d{1,2}(?!\d)/.exec(text)?.[0];
  return [year, String(index + 1), day]
    .flatMap((part) => (part === undefined ? [] : [part.padStart(2, '0')]))
    .join('-');
}

/** Of `50,000` or `"50000"`, the number alone. */
export function numberAdvice({ input }: Misfit): string {
  if (input === null) return 'it is empty; write a number, such as 50000';
  const isGrouped = typeof input === 'string' && /^\d+$|^\d{1,3}(?:[,. '’]\d{3})+$/.test(input);
  const number = isGrouped ? input.replace(/\D/g, '') : 'digits alone, such as 50000';
  return `it is not a number; write ${number}`;
}

/** Whether a tag is well formed, and that of a language that there is. */
export function isLanguage(tag: string): boolean {
  return isTag(tag) && readLanguage(tag) !== undefined;
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** Of a language's English name, its tag. */
export function languageAdvice({ input }: Misfit): string {
  const tag = typeof input === 'string' ? tagOfName(input) : undefined;
  const forms = 'a language is written "en", "es" or "en-GB"';
  return `${forms}; write ${tag === undefined ? 'one so' : `"${tag}"`}`;
}

function tagOfName(name: string): string | undefined {
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
  const tags = letters.flatMap((first) => letters.map((second) => first + second));
  const wanted = name.trim().toLowerCase();
  return tags.find((tag) => names.of(tag)?.toLowerCase() === wanted);
}
