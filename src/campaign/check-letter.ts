import type { ColumnChoices } from '../audience/column-choices.ts';
import { readHeader } from '../audience/read-list.ts';
import { openSelection, type Selection } from '../audience/select-rows.ts';
import { OutcryError } from '../errors.ts';
import type { Links } from '../links.ts';
import { type Checked, distinctProblems, isError, type Problem, sortProblems } from '../problem.ts';
import { checkRows } from './check-rows.ts';
import { type Letter, loadLetter, type Workshop } from './load-letter.ts';
import { type Senders, senderOf } from './senders.ts';
import { unusedColumns } from './unused-columns.ts';

/** What a send takes besides the letter and the lists. */
export interface Desk {
  readonly workshop: Workshop;
  readonly senders: Senders;
  /** Throws an OutcryError if it is not said where they lead. */
  readonly links: () => Links;
  /** Whom staff want of the lists; everybody, if it is not said. */
  readonly selection?: Selection | undefined;
}

/**
 * All that would keep a letter from being sent: appeal, templates, sender, and the lists' rows, which
 * are looked at only where nothing else stands in the way. Sorted by place.
 */
export async function checkLetter(
  file: string,
  lists: readonly string[],
  desk: Desk,
): Promise<Checked<Letter>> {
  const { value, problems } = await loadLetter(file, lists, desk.workshop);
  if (!value || problems.some(isError)) return { value, problems };
  const found = await checkLists(value, lists, desk);
  return { value, problems: sortProblems([...problems, ...found]) };
}

/**
 * What keeps a finished letter from these lists: nobody to come from, rows that cannot get it. Reads
 * the lists to their ends, or until the signal says so; what is known by then is no whole answer.
 */
export async function checkLists(
  { editions }: Letter,
  lists: readonly string[],
  { workshop: { columns }, senders, links, selection = openSelection(lists, { columns }) }: Desk,
  signal?: AbortSignal,
): Promise<readonly Problem[]> {
  return distinctProblems([
    ...editions.flatMap(({ appeal }) => problemsIn(() => senderOf(appeal, senders))),
    ...unusedColumns(editions, await headersOf(lists, columns)),
    ...(await checkRows({ lists, selection }, editions, links(), signal)),
  ]);
}

async function headersOf(lists: readonly string[], columns: ColumnChoices | undefined) {
  const headers = await Promise.all(lists.map((list) => readHeader(list, { columns })));
  return headers.flatMap(({ value }) => value ?? []);
}

function problemsIn(attempt: () => unknown): readonly Problem[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (error instanceof OutcryError) return error.problems;
    throw error;
  }
}
