import type { Ledger, ValidPage, ValidSignature } from '../ledger/ledger.ts';
import type { SignatureNumber } from '../terms.ts';
import type { SignatureRow } from './signature-row.ts';

/** So many are held at once. */
const PAGE = 1000;

export type SignatureBook = Pick<Ledger, 'validPage' | 'listCampaigns'>;
export type Stretch = Omit<ValidPage, 'limit' | 'after'>;

/**
 * The signatures of a petition that count, in the order of their numbers, redacted comments left out;
 * held a page at a time. Those of who was erased are left out too, unless they are asked for.
 */
export async function* everySignature(
  ledger: SignatureBook,
  stretch: Stretch,
): AsyncGenerator<SignatureRow> {
  const names = await campaignNames(ledger);
  for (let after: ValidPage['after']; ; ) {
    const page = await ledger.validPage({ ...stretch, after, limit: PAGE });
    for (const one of page) yield named(one, names);
    after = page.at(-1)?.number;
    if (page.length < PAGE) return;
  }
}

/** Those of these numbers that are of the petition, and count. */
export async function theseSignatures(
  ledger: SignatureBook,
  petition: string,
  numbers: readonly SignatureNumber[],
): Promise<SignatureRow[]> {
  const names = await campaignNames(ledger);
  const found: SignatureRow[] = [];
  for (const number of numbers) {
    const after = (number - 1) as SignatureNumber;
    const page = await ledger.validPage({ petition, after, limit: 1, withErased: true });
    for (const one of page) if (one.number === number) found.push(named(one, names));
  }
  return found;
}

type Names = ReadonlyMap<number, string>;

async function campaignNames(ledger: SignatureBook): Promise<Names> {
  const campaigns = await ledger.listCampaigns();
  return new Map(campaigns.map(({ number, name }) => [number, name]));
}

function named(one: ValidSignature, names: Names): SignatureRow {
  return { ...one, campaignName: names.get(one.campaign ?? 0) ?? '' };
}
