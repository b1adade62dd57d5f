import type { ClickCounts } from '../clicks/count-clicks.ts';
import type { Campaign, Figures, LanguageFigures, Ledger, Tally } from '../ledger/ledger.ts';
import type { EditionFigures, Trial, VariantFigures } from '../ledger/trial-ledger.ts';
import { standingsOf } from '../trial/judge-trial.ts';
import { figuresOf } from '../trial/variant-figures.ts';
import { type LinkReport, reportLinks, type UrlOf } from './link-clicks.ts';

/** What a campaign did, as figures. All of them can be counted again from the ledger. */
export interface Report extends Tally, Omit<Figures, 'clicks'> {
  /** Of the sign links, as in the funnel; those of each link in `links`. */
  readonly clicks: ClickCounts & { readonly links: readonly LinkReport[] };
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
  /** Letters or subjects that are tested against each other, as the trial went. */
  readonly variants: readonly VariantReport[];
  /** Whom the winner went to; undefined where nothing was tested. */
  readonly rest: (Omit<VariantFigures, 'variant'> & { readonly winner: string | null }) | undefined;
}

/** One variant of a trial; shares from 0 to 1. */
export interface VariantReport extends VariantFigures {
  readonly subject: string;
  readonly rate: number;
  /** The rate lies between the two with 95 %. */
  readonly low: number;
  readonly high: number;
  readonly probability_best: number;
}

function reportTrial({ variants, winner }: Trial, editions: readonly EditionFigures[]) {
  const names = variants.map(({ variant }) => variant);
  const standings = standingsOf(figuresOf(names, editions));
  const [rest] = figuresOf([''], editions);
  const { recipients = 0, accepted = 0, signatures = 0 } = rest ?? {};
  return {
    variants: standings.map(({ best, loss: _, ...one }, index) => ({
      ...one,
      subject: variants[index]?.subject ?? '',
      probability_best: best,
    })),
    rest: { recipients, accepted, signatures, winner: winner?.variant ?? null },
  };
}

export async function makeReport(
  ledger: Ledger,
  campaign: Campaign,
  urlOf: UrlOf,
): Promise<Report> {
  const [tally, figures, languages, trial, editions, signatures] = await Promise.all([
    ledger.tally(campaign.number),
    ledger.figures(campaign.number),
    ledger.byLanguage(campaign.number),
    ledger.trialOf(campaign.number),
    ledger.byEdition(campaign.number),
    ledger.countSignatures(campaign.petition.slug),
  ]);
  return {
    campaign: campaign.name,
    state: campaign.state,
    subject: campaign.subject,
    ...tally,
    ...figures,
    clicks: { ...figures.clicks, links: reportLinks(figures.clicks.links, urlOf) },
    petition: { slug: campaign.petition.slug, goal: campaign.petition.goal, signatures },
    languages,
    ...(trial ? reportTrial(trial, editions) : { variants: [], rest: undefined }),
  };
}
