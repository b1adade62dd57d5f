import { didYouMean } from '../../nearest.ts';
import type { Fields } from '../../terms.ts';
import type { ListHeader } from '../list-header.ts';
import { isSameColumn, mergeFieldOf } from '../merge-fields.ts';
import { compileCondition } from './compile-condition.ts';
import type { Column, Condition } from './condition.ts';
import { conditionError } from './condition-error.ts';
import { parseCondition } from './parse-condition.ts';

/** A condition, and the text that it was read from. */
export interface Where {
  readonly source: string;
  readonly condition: Condition;
}

/** What a condition looks at of a row. */
export interface Cells {
  readonly email: string;
  readonly fields: Fields;
}

/** Reads what stands after --where. Throws OutcryError with the place of a mistake. */
export function parseWhere(source: string): Where {
  return { source, condition: parseCondition(source) };
}

/** The condition for the rows of one list. Throws OutcryError for a column that the list does not have. */
export function bindWhere({ source, condition }: Where, header: ListHeader) {
  return compileCondition<Cells>(condition, (column) => {
    const field = fieldOf(column, header);
    if (field === undefined) throw noColumn(source, column, header);
    if (field === 'email') return ({ email }) => email;
    return ({ fields }) => fields[field] ?? '';
  });
}

/** A column goes by its merge field, or by its name in the list. */
function fieldOf({ name }: Column, { fields, columns }: ListHeader): string | undefined {
  if (fields.includes(name)) return name;
  const own = columns.find((column) => isSameColumn(column.name, name))?.field;
  if (own !== undefined) return own;
  const field = mergeFieldOf(name);
  return field !== undefined && fields.includes(field) ? field : undefined;
}

function noColumn(source: string, { name, at }: Column, { file, fields }: ListHeader) {
  return conditionError(
    source,
    at,
    `The list ${file} has no column "${name}".${didYouMean(name, fields)}`,
    `Its columns are: ${fields.slice(0, 30).join(', ')}. If a text is meant, write it in quotation marks.`,
    'where-column',
  );
}
