import { explainAddress, normaliseAddress } from '../audience/address.ts';
import { readLists } from '../audience/read-list.ts';
import type { Selection } from '../audience/select-rows.ts';
import { EXIT, OutcryError } from '../errors.ts';
import type { Skipped, Supporter } from '../ledger/ledger.ts';

export interface Rows {
  readonly lists: readonly string[];
  readonly test?: readonly string[] | undefined;
  /** For a test, the language that its recipients are taken to read. */
  readonly lang?: string | undefined;
  /** Whom staff want of the lists; everybody, if it is not said. */
  readonly selection?: Selection | undefined;
}

/** The rows of the lists that are wanted; for a test, a row for each test address. */
export function rowsOf({ lists, test, lang, selection }: Rows): AsyncIterable<Supporter | Skipped> {
  return test ? testRows(lists, { test, lang, selection }) : selectedRows(lists, selection);
}

async function* selectedRows(
  lists: readonly string[],
  selection: Selection | undefined,
): AsyncGenerator<Supporter | Skipped> {
  if (selection === undefined) {
    yield* readLists(lists);
    return;
  }
  const { columns, leftOut, warnings } = selection;
  yield* readLists(lists, {
    columns,
    select: await selection.select(),
    onLeftOut: (reason) => {
      leftOut[reason] += 1;
    },
    onGuess: (problem) => warnings.push(problem),
  });
}

/**
 * A test copy reads as a real one: with the fields of the address's own row, or of the first wanted
 * supporter if it is on none of the lists.
 */
async function* testRows(
  lists: readonly string[],
  {
    test,
    lang,
    selection,
  }: Pick<Rows, 'lang' | 'selection'> & { readonly test: readonly string[] },
): AsyncGenerator<Supporter> {
  const wanted = new Set(test.map(checkedAddress));
  const own = new Map<string, Supporter>();
  let first: Supporter | undefined;
  const options = { columns: selection?.columns, select: await selection?.selectWhere() };
  for await (const row of readLists(lists, options)) {
    if ('reason' in row) continue;
    first ??= row;
    if (wanted.has(row.email)) own.set(row.email, row);
    if (own.size === wanted.size) break;
  }
  for (const email of wanted) {
    const { fields = {}, file = '--test', line = 1 } = own.get(email) ?? first ?? {};
    yield { email, fields: lang === undefined ? fields : { ...fields, lang }, file, line };
  }
}

function checkedAddress(text: string) {
  const address = normaliseAddress(text);
  if (address) return address;
  throw new OutcryError({
    code: 'usage',
    what: `--test: "${text}" is not an address: it ${explainAddress(text)}.`,
    fix: 'Write addresses such as me@example.org, separated by spaces.',
    exit: EXIT.usage,
  });
}
