import { EXIT, OutcryError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import type { ColumnChoices } from './column-choices.ts';
import { isSameColumn } from './merge-fields.ts';
import { readHeader } from './open-list.ts';

/**
 * Throws OutcryError if a column that was asked for on the command line is on none of the lists. (One
 * in outcry.yaml may be: it is there for whatever list has it.)
 */
export async function requireColumns(
  choices: ColumnChoices,
  lists: readonly string[],
): Promise<void> {
  if (choices.size === 0) return;
  const headers = await Promise.all(lists.map((list) => readHeader(list, { columns: choices })));
  // A header that cannot be used says itself what is wrong with it.
  if (headers.some(({ value }) => value === undefined)) return;
  const names = headers.map(({ value }) => value?.columns.map(({ name }) => name) ?? []);
  for (const [field, wanted] of choices) {
    if (!wanted.some((one) => isThere(one, names))) throw noColumn(field, wanted, names.flat());
  }
}

function isThere(wanted: string, lists: readonly (readonly string[])[]): boolean {
  return lists.some(
    (names) =>
      names.some((name) => isSameColumn(name, wanted)) ||
      (/^[1-9]\d*$/.test(wanted) && Number(wanted) <= names.length),
  );
}

function noColumn(
  field: string,
  [wanted = '']: readonly string[],
  names: readonly string[],
): OutcryError {
  return new OutcryError({
    code: 'column-unknown',
    what: `--columns ${field}=${wanted}: there is no column "${wanted}".${didYouMean(wanted, names)}`,
    fix: `The columns are: ${names.slice(0, 30).join(', ')}.`,
    exit: EXIT.usage,
  });
}
