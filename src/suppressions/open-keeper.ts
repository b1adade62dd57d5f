import { openAddressTable } from '../audience/address-table.ts';
import type { Kept, Ledger, SuppressionDraft } from '../ledger/ledger.ts';

/** How many drafts were new, had a stronger reason than what was there, and changed nothing. */
export interface Sums {
  readonly added: number;
  readonly strengthened: number;
  readonly known: number;
}

export const NOTHING: Sums = { added: 0, strengthened: 0, known: 0 };

export function addSums(one: Sums, other: Sums): Sums {
  return {
    added: one.added + other.added,
    strengthened: one.strengthened + other.strengthened,
    known: one.known + other.known,
  };
}

export function sumsOf({ added, strengthened, known }: Kept): Sums {
  return { added: added.length, strengthened: strengthened.length, known };
}

export type Keep = (drafts: readonly SuppressionDraft[]) => Promise<Sums>;

/** Keeps drafts in one transaction; in a dry run, only counts what would become of them. */
export function openKeeper(ledger: Ledger, dryRun: boolean): Keep {
  if (!dryRun) return async (drafts) => sumsOf(await ledger.suppressAll(drafts));
  const seen = openAddressTable();
  return async (drafts) => {
    const { added, strengthened, known } = await ledger.weighSuppressions(drafts);
    const changed = { added: 0, strengthened: 0 };
    // Nothing was kept of the drafts before, so an address may be new once more.
    for (const email of added) if (seen.keep(email, 0) === undefined) changed.added += 1;
    for (const email of strengthened) {
      if (seen.keep(email, 0) === undefined) changed.strengthened += 1;
    }
    const again = added.length + strengthened.length - changed.added - changed.strengthened;
    return { ...changed, known: known + again };
  };
}
