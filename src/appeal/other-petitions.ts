import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { consentsOf } from '../petition.ts';
import type { Problem } from '../problem.ts';
import type { Petition } from '../terms.ts';
import type { Appeal } from './read-appeal.ts';

/** What has no language, and is taken over by an edition that does not give it. */
const SHARED = ['slug', 'goal', 'stretch', 'closes', 'fields'] as const;

/** Where the petition of an edition is not that of the first one. */
export function otherPetitions(edition: Appeal, first: Appeal): Problem[] {
  const own = edition.frontMatter.petition;
  const firsts = first.frontMatter.petition;
  const problem = (key: string, what: string, fix: string): Problem => ({
    severity: 'error',
    code: 'edition-petition',
    what,
    where: edition.placeOf(['petition', key]),
    fix,
  });
  const file = path.basename(first.file);
  const others = SHARED.filter((key) => !isDeepStrictEqual(own[key], firsts[key])).map((key) =>
    problem(
      key,
      `The petition's ${key} is ${shown(own[key])} here and ${shown(firsts[key])} in ${file}.`,
      `All editions of an appeal ask for the same petition. Take "${key}" out here: it is taken over.`,
    ),
  );
  if (!isDeepStrictEqual(named(own), named(firsts))) {
    return [
      ...others,
      problem(
        'consents',
        `The petition's consents are not those of ${file}.`,
        'Give them the same names in every language, in the same order, and the same "required".',
      ),
    ];
  }
  const foreign = consentsOf(own).find(
    ({ text }, at) => text !== undefined && text === consentsOf(firsts)[at]?.text,
  );
  if (!foreign) return others;
  return [
    ...others,
    problem(
      'consents',
      `The consent "${foreign.name}" has the words of ${file}, which are in another language.`,
      'Write "consents:" under "petition:" here too, with the same names, in this language.',
    ),
  ];
}

function named(petition: Petition) {
  return consentsOf(petition).map(({ name, required }) => ({ name, required }));
}

function shown(value: unknown): string {
  if (value === undefined) return 'not given';
  return typeof value === 'object' ? JSON.stringify(value).replace(/"/g, '') : String(value);
}
