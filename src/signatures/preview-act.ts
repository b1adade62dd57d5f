import { maskAddress } from '../mask-address.ts';
import type { SignatureNumber } from '../terms.ts';
import { SIGNATURE_CELLS, type SignatureRow } from './signature-row.ts';

/** How many signatures have something in common. */
export interface Share {
  readonly value: string;
  readonly count: number;
}

/** What would be taken out of the signatures of a petition. */
export interface ActPreview {
  readonly numbers: readonly SignatureNumber[];
  /** When the first and the last of them were given. */
  readonly first: number;
  readonly last: number;
  /** Where most of them come from, the most first. */
  readonly domains: readonly Share[];
  readonly networks: readonly Share[];
  readonly campaigns: readonly Share[];
  readonly examples: readonly Example[];
}

/** One of them; enough for staff to see what it is, and no more. */
export interface Example {
  readonly number: SignatureNumber;
  readonly at: number;
  readonly name: string;
  /** Masked; empty for who was erased. */
  readonly address: string;
  readonly comment: string;
}

const EXAMPLES = 5;
const SHARES = 5;

/** Looks at signatures one by one; only their numbers are held. */
export async function previewAct(rows: AsyncIterable<SignatureRow>): Promise<ActPreview> {
  const numbers: SignatureNumber[] = [];
  const examples: Example[] = [];
  const counts = { domain: openCount(), network: openCount(), campaign: openCount() };
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for await (const row of rows) {
    numbers.push(row.number);
    first = Math.min(first, row.at);
    last = Math.max(last, row.at);
    for (const [column, { add }] of Object.entries(counts))
      add(SIGNATURE_CELLS[column]?.(row) ?? '');
    if (examples.length < EXAMPLES) examples.push(exampleOf(row));
  }
  return {
    numbers,
    first,
    last,
    domains: counts.domain.most(),
    networks: counts.network.most(),
    campaigns: counts.campaign.most(),
    examples,
  };
}

function exampleOf({ number, at, firstName, lastName, email, isErased, comment }: SignatureRow) {
  const name = `${firstName} ${lastName}`.trim();
  return { number, at, name, address: isErased ? '' : maskAddress(email), comment };
}

function openCount() {
  const counts = new Map<string, number>();
  return {
    add: (value: string) => {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    },
    most: (): Share[] =>
      [...counts]
        .map(([value, count]) => ({ value, count }))
        .filter(({ value }) => value !== '')
        .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
        .slice(0, SHARES),
  };
}
