import type { Problem } from '../problem.ts';
import type { Editions } from './editions.ts';

interface List {
  readonly file: string;
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * What any list of supporters holds, whether a letter needs it or not: names, addresses, what they
 * gave, and the database's own columns. Merge fields are in lower case, words joined by underscores.
 */
const USUAL = new RegExp(
  `^(?:${[
    '(?:e_?)?mail.*|(?:prefix|title|salutation|suffix|gender|pronouns?|language|lang|locale)',
    '(?:.*_)?name|(?:home_|mobile_|work_|cell_)?(?:phone|telephone|mobile|cell)(?:_number)?',
    '(?:street|mailing|postal|home)?_?(?:address|street)(?:_?(?:line)?_?\\d)?|street',
    '(?:.*_)?(?:city|town|state|province|region|county|district|constituency|postcode|zip|country)',
    '(?:.*_)?(?:donors?|members?|volunteers?|gifts?|donations?|amounts?|total)(?:_.*)?',
    '(?:.*_)?(?:ids?|tags?|segments?|groups?|sources?|status|type|notes?|dates?|created|updated|joined|since|consent|optin|opt_in|subscribed|birthday|age)(?:_.*)?',
  ].join('|')})$`,
);

/** Columns that were most likely made for a letter, and that none of its editions uses. */
export function unusedColumns(editions: Editions, lists: readonly List[]): Problem[] {
  const used = new Set(editions.flatMap(({ message }) => message.fields));
  return lists.flatMap(({ file, line, fields }) => {
    const unused = fields.filter((field) => !used.has(field) && !USUAL.test(field));
    return unused.length === 0 ? [] : [unusedIn(file, line, unused)];
  });
}

function unusedIn(file: string, line: number, fields: readonly string[]): Problem {
  const names = fields.map((field) => `{{${field}}}`).join(', ');
  return {
    severity: 'warning',
    code: 'column-unused',
    what: `The list has ${fields.length === 1 ? 'a column' : 'columns'} that the letter does not use: ${names}.`,
    where: { file, line, column: 1 },
    fix: 'Use it in the letter if it was meant for it; else nothing need be done.',
  };
}
