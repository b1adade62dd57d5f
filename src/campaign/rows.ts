import { explainAddress, normaliseAddress } from '../audience/address.ts';
import { readLists } from '../audience/read-list.ts';
import { EXIT, OutcryError } from '../errors.ts';
import type { Skipped, Supporter } from '../ledger/ledger.ts';

interface Rows {
  readonly lists: readonly string[];
  readonly test?: readonly string[] | undefined;
}

/** The rows of the lists; for a test, a row for each test address. */
export function rowsOf({ lists, test }: Rows): AsyncIterable<Supporter | Skipped> {
  return test ? testRows(lists, test) : readLists(lists);
}

/**
 * A test copy reads as a real one: with the fields of the address's own row, or of the first
 * supporter if it is on none of the lists.
 */
async function* testRows(
  lists: readonly string[],
  test: readonly string[],
): AsyncGenerator<Supporter> {
  const wanted = new Set(test.map(checkedAddress));
  const own = new Map<string, Supporter>();
  let first: Supporter | undefined;
  for await (const row of readLists(lists)) {
    if ('reason' in row) continue;
    first ??= row;
    if (wanted.has(row.email)) own.set(row.email, row);
    if (own.size === wanted.size) break;
  }
  for (const email of wanted) {
    const { fields = {}, file = '--test', line = 1 } = own.get(email) ?? first ?? {};
    yield { email, fields, file, line };
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
