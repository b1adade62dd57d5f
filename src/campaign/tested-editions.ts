import type { Campaign, Ledger } from '../ledger/ledger.ts';
import { openEnvelope } from './envelope.ts';
import { sealOfEdition } from './seal.ts';

/** An edition of a campaign's letter, and when exactly it was sent as a test last, and to whom. */
export interface TestedEdition {
  readonly lang: string;
  readonly variant: string;
  readonly test: { readonly email: string; readonly at: number } | undefined;
}

/** Remembers that a test was sent: of the editions that it had, for the others were not looked at. */
export async function rememberTest(
  campaign: Campaign,
  ledger: Ledger,
  addresses: readonly string[],
): Promise<void> {
  const sent = await ledger.byEdition(campaign.number);
  const envelope = openEnvelope(campaign.envelope);
  for (const edition of envelope.editions) {
    const { lang, variant } = edition;
    if (!sent.some((one) => one.lang === lang && one.variant === variant)) continue;
    const seal = sealOfEdition(edition, envelope);
    for (const address of addresses) await ledger.recordTest(seal, address);
  }
}

export async function testedEditions(campaign: Campaign, ledger: Ledger): Promise<TestedEdition[]> {
  const tested: TestedEdition[] = [];
  const envelope = openEnvelope(campaign.envelope);
  for (const edition of envelope.editions) {
    const [test] = await ledger.testsOf(sealOfEdition(edition, envelope));
    tested.push({ lang: edition.lang, variant: edition.variant, test });
  }
  return tested;
}
