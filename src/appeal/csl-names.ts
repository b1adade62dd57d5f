import { z } from 'zod';
import { plainWords } from './plain-words.ts';

const part = z.string('it is not a text').nullish();

/** A name of CSL-JSON: in its parts, or `literal`, as organisations have it. */
export const nameSchema = z.looseObject(
  {
    literal: part,
    given: part,
    family: part,
    suffix: part,
    'dropping-particle': part,
    'non-dropping-particle': part,
  },
  'it is not a name, such as { "family": "Lithwick", "given": "Dahlia" }',
);

/** Names as they are read: "Ludwig van Beethoven", "Martin Luther King, Jr.", "村上春樹". */
export function nameInWords(name: z.infer<typeof nameSchema>): string {
  const parts = [name.given, name['dropping-particle'], name['non-dropping-particle'], name.family];
  const words = name.literal || familyFirst(name) || parts.filter(Boolean).join(' ');
  return plainWords([words, name.suffix].filter(Boolean).join(', ')).trim();
}

const FAMILY = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}]+$/u;
const GIVEN = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]+$/u;

/** Chinese, Japanese and Korean names in their own scripts: the family's first, and no space. */
function familyFirst({ family, given }: z.infer<typeof nameSchema>): string {
  return family && given && FAMILY.test(family) && GIVEN.test(given) ? family + given : '';
}
