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

/** Names as they are read: "Ludwig van Beethoven", "Martin Luther King, Jr.". */
export function nameInWords(name: z.infer<typeof nameSchema>): string {
  const parts = [name.given, name['dropping-particle'], name['non-dropping-particle'], name.family];
  const words = name.literal || parts.filter(Boolean).join(' ');
  return plainWords([words, name.suffix].filter(Boolean).join(', ')).trim();
}
