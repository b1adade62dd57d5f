import { EXIT, OutcryError } from '../errors.ts';
import { mergeFieldOf, RESERVED_FIELDS } from './merge-fields.ts';

/** Which columns staff want for a merge field, by name or number, the best one first. */
export type ColumnChoices = ReadonlyMap<string, readonly string[]>;

export const NO_CHOICES: ColumnChoices = new Map();

/**
 * The choices of `--columns email=Mail,first_name=Vorname`. A comma in a column's name is part of it
 * unless a field and an equals sign follow. Throws OutcryError for what is no choice.
 */
export function parseColumns(texts: readonly string[]): ColumnChoices {
  const pairs = texts.flatMap((text) => text.split(/,(?=[^,=]*=)/));
  return new Map(
    pairs.map((pair) => {
      const [, name = '', column = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
      const field = fieldNamed(name);
      if (field === undefined || column.trim() === '') throw badChoice(pair);
      return [field, [column.trim()]];
    }),
  );
}

/** The choices of `columns:` in outcry.yaml. Throws OutcryError for a field that no column may fill. */
export function configuredColumns(
  columns: Readonly<Record<string, readonly string[]>>,
): ColumnChoices {
  return new Map(
    Object.entries(columns).map(([name, wanted]) => {
      const field = fieldNamed(name);
      if (field !== undefined) return [field, wanted];
      throw new OutcryError({
        code: 'config-invalid',
        what: `outcry.yaml, columns: "${name}" is no merge field that a column may fill.`,
        fix: 'Write the merge field first, then the column: columns: { email: Mail }',
        exit: EXIT.environment,
      });
    }),
  );
}

/** The merge field that a choice is for, or undefined if there is none that a column may fill. */
export function fieldNamed(name: string): string | undefined {
  const field = mergeFieldOf(name);
  return field === undefined || RESERVED_FIELDS.includes(field) ? undefined : field;
}

function badChoice(pair: string): OutcryError {
  return new OutcryError({
    code: 'usage',
    what: `--columns: "${pair}" does not say which column is which merge field.`,
    fix: 'Write the merge field, an equals sign and the column: --columns email=Mail,first_name=Vorname',
    exit: EXIT.usage,
  });
}
