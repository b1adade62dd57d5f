import { directionOf } from './direction.ts';

const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
const LEFT_TO_RIGHT =
  /(?![\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}])\p{L}/u;

/**
 * Words that run the other way than the language around them, isolated (Unicode's FSI and PDI,
 * UAX 9): else an English title among Arabic words takes the number behind it along, and the "8" of
 * "8 مارس" lands before it. Commas and spaces at the ends stay outside.
 */
export function isolate(text: string, lang: string): string {
  const foreign = directionOf(lang) === 'rtl' ? LEFT_TO_RIGHT : RIGHT_TO_LEFT;
  if (!foreign.test(text)) return text;
  return text.replace(/^([\s,;:]*)(.*?)(\s*)$/s, '$1\u2068$2\u2069$3');
}
