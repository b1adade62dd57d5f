import { z } from 'zod';
import { type ColumnChoices, parseColumns } from '../audience/column-choices.ts';
import { parseWhere } from '../audience/condition/bind-condition.ts';
import { requireColumns } from '../audience/require-columns.ts';
import { openSelection, type Selection } from '../audience/select-rows.ts';
import type { Context } from './open-context.ts';
import { readExclude } from './read-exclude.ts';

/** Options that say whom staff want of the lists. */
export const selectionShape = {
  where: z.string().optional(),
  sample: z.coerce
    .number('it is the number of people')
    .int('it is a whole number of people')
    .min(1, 'it is at least 1')
    .optional(),
  exclude: z.array(z.string()).default([]),
  columns: z.array(z.string()).default([]),
};

type Options = z.infer<z.ZodObject<typeof selectionShape>>;

/** What was typed goes before what outcry.yaml says. Throws OutcryError for what cannot be followed. */
export async function readColumns(
  typed: readonly string[],
  lists: readonly string[],
  context: Context,
): Promise<ColumnChoices> {
  const own = parseColumns(typed);
  await requireColumns(own, lists);
  return new Map([...(context.workshop().columns ?? []), ...own]);
}

/** The selection that the options ask for, and the columns that it reads by. */
export async function readSelection(
  { where, sample, exclude, columns: typed }: Options,
  lists: readonly string[],
  context: Context,
): Promise<Selection> {
  const columns = await readColumns(typed, lists, context);
  return openSelection(lists, {
    where: where === undefined ? undefined : parseWhere(where),
    sample,
    ...(await readExclude(exclude, context)),
    columns,
  });
}
