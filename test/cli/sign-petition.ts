import path from 'node:path';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { type LedgerPlace, openLedger } from '../../src/ledger/open-ledger.ts';
import type { Address } from '../../src/terms.ts';
import { type Desk, NINE } from './a-desk.ts';

/** The petition of the sample appeal. */
export const SLUG = 'keep-the-door-open';

export interface Signer {
  readonly name: string;
  readonly last?: string;
  readonly country?: string;
  readonly comment?: string;
  readonly consents?: readonly string[];
}

/** The workspace's own file. */
export function ledgerOf({ cwd }: Desk): LedgerPlace {
  return { file: path.join(cwd, '.outcry', 'ledger.sqlite') };
}

export async function openWhile<T>(
  place: LedgerPlace,
  use: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const ledger = await openLedger({ ...place, now: () => NINE });
  return use(ledger).finally(() => ledger.close());
}

/** All of them have signed by the petition's public page, from 28013. */
export function signPetition(place: LedgerPlace, ...signers: Signer[]): Promise<void> {
  return openWhile(place, async (ledger) => {
    for (const { name, last = '', country = 'ES', comment = '', consents = [] } of signers) {
      await ledger.recordSignature({
        petition: SLUG,
        email: `${encodeURIComponent(name)}@example.org`.toLowerCase() as Address,
        firstName: name,
        lastName: last,
        postcode: '28013',
        country,
        comment,
        consent: false,
        consents,
        campaign: undefined,
        recipient: undefined,
        sharedBy: undefined,
      });
    }
  });
}
