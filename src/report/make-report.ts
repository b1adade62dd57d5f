import type { Campaign, Figures, LanguageFigures, Ledger, Tally } from '../ledger/ledger.ts';

/** What a campaign did, as figures. All of them can be counted again from the ledger. */
export interface Report extends Tally, Figures {
  readonly campaign: string;
  readonly state: string;
  readonly subject: string;
  readonly petition: {
    readonly slug: string;
    readonly goal: number;
    /** All signatures under the petition, whatever brought them. */
    readonly signatures: number;
  };
  /** The editions of the letter, by language. */
  readonly languages: Readonly<Record<string, LanguageFigures>>;
  /** For subjects that are tested against each other; none yet. */
  readonly variants: readonly never[];
}

export async function makeReport(ledger: Ledger, campaign: Campaign): Promise<Report> {
  const [tally, figures, languages, signatures] = await Promise.all([
    ledger.tally(campaign.number),
    ledger.figures(campaign.number),
    ledger.byLanguage(campaign.number),
    ledger.countSignatures(campaign.petition.slug),
  ]);
  return {
    campaign: campaign.name,
    state: campaign.state,
    subject: campaign.subject,
    ...tally,
    ...figures,
    petition: { slug: campaign.petition.slug, goal: campaign.petition.goal, signatures },
    languages,
    variants: [],
  };
}
