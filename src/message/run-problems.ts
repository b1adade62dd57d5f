import { didYouMean, nearest } from '../nearest.ts';
import type { Place, Problem } from '../problem.ts';
import { type LetterTemplates, usedTemplates } from './letter-templates.ts';
import type { RootContext } from './root-context.ts';
import { SlotError } from './slot-error.ts';
import { nameOf, type Symbols } from './symbols.ts';
import type { PathUse } from './template.ts';
import { findTokens } from './tokens.ts';
import { LINK_FIELDS } from './value-forms.ts';

/** What a failed run of Handlebars means to staff. Anything unforeseen is a bug and is thrown on. */
export function runProblem(error: unknown): Problem {
  if (!(error instanceof SlotError)) throw error;
  const { code, message, at, fix } = error;
  return { severity: 'error', code, what: message, where: at, fix };
}

/** Names that are no merge field. Without a list, only those that look misspelt. */
export function fieldProblems(
  templates: LetterTemplates,
  root: RootContext,
  fields: readonly string[] | undefined,
  letterNames: readonly string[],
): Problem[] {
  const known = ['email', ...LINK_FIELDS, ...(fields ?? USUAL_FIELDS), ...letterNames];
  if (fields) {
    return [...root.unknown].flatMap((name) => {
      const uses = usesOf(templates, name);
      // A name that is put together ({{lookup this "name"}}) stands nowhere as one.
      const somewhere = { file: templates.body.file, line: 1, column: 1 };
      return (uses.length > 0 ? uses : [{ where: somewhere }]).map((use) =>
        unknownField(name, use, known),
      );
    });
  }
  return [...root.assumed]
    .filter((name) => !USUAL_FIELDS.includes(name) && nearest(name, known) !== undefined)
    .flatMap((name) =>
      usesOf(templates, name).map((use) => ({
        ...unknownField(name, use, known),
        severity: 'warning' as const,
        what: `"${name}" looks like a misspelt merge field.`,
      })),
    );
}

const USUAL_FIELDS = ['first_name', 'last_name', 'postcode', 'city', 'country', 'state'];

function unknownField(
  name: string,
  { where, isFurtherValue }: Pick<PathUse, 'where' | 'isFurtherValue'>,
  known: readonly string[],
): Problem {
  const asText = isFurtherValue ? ` If it is a text, put quotes around it: "${name}".` : '';
  if (/[“”„]/.test(name)) return bentQuotes(name, where);
  return {
    severity: 'error',
    code: 'field-unknown',
    what: `There is no merge field "${name}".`,
    where,
    fix: `${didYouMean(name, known).trim()}${asText} Merge fields are the list's columns, email, ${new Intl.ListFormat('en-GB').format(LINK_FIELDS)}.`.trim(),
  };
}

/** Handlebars takes the quotation marks of a word processor for letters of a name. */
function bentQuotes(name: string, where: Place): Problem {
  return {
    severity: 'error',
    code: 'field-unknown',
    what: `${name} is taken for a merge field: its quotation marks are those of a word processor.`,
    where,
    fix: `Write straight ones: "${name.replace(/[“”„]/g, '')}".`,
  };
}

/** Columns that the letter cannot show, as its own values have the same names. */
export function shadowedFields(
  { body, texts }: LetterTemplates,
  fields: readonly string[],
  letterNames: readonly string[],
): Problem[] {
  const shadowed = new Set(letterNames.filter((name) => fields.includes(name)));
  return [body, ...texts.values()]
    .flatMap(({ paths }) => paths.filter(({ name }) => shadowed.has(name)))
    .map(({ name, where }) => ({
      severity: 'warning',
      code: 'field-shadowed',
      what: `{{${name}}} is a value of the letter, and not the list's column of that name.`,
      where,
      fix: 'If the column is meant, give it another name in the list.',
    }));
}

/** `{{{field}}}` would put a value into the letter as html. */
export function rawProblems(html: string, { values, places }: Symbols): Problem[] {
  return [...new Set(findTokens(html, 'r').map(({ index }) => index))].map((index) => {
    const value = values[index];
    const name = value ? nameOf(value) : 'field';
    return {
      severity: 'error',
      code: 'slot-raw',
      what: `{{{${name}}}} would write what is in the list into the letter as html.`,
      where: places[index],
      fix: `Write {{${name}}}, with two braces.`,
    };
  });
}

/** Where a name is looked up among the merge fields; where that cannot be told, wherever it stands. */
function usesOf(templates: LetterTemplates, name: string): PathUse[] {
  const paths = usedTemplates(templates).flatMap((template) => template.paths);
  const uses = paths.filter((use) => use.name === name);
  const ofRoot = uses.filter(({ isOfRoot }) => isOfRoot);
  return ofRoot.length > 0 ? ofRoot : uses;
}
