import type { ClickCounts } from '../clicks/count-clicks.ts';
import type {
  Campaign,
  DomainFigures,
  Figures,
  LanguageFigures,
  Ledger,
  SignatureSources,
  Tally,
} from '../ledger/ledger.ts';
import type { EditionFigures, Trial, VariantFigures } from '../ledger/trial-ledger.ts';
import { standingsOf } from '../trial/judge-trial.ts';
import { figuresOf } from '../trial/variant-figures.ts';
import { funnelOf, lossesOf, rateOfStep } from './funnel.ts';
import { type LinkReport, reportLinks, type UrlOf } from './link-clicks.ts';
import { type Times, timesOf } from './time-spans.ts';
import type { Rate } from './wilson.ts';

/** What a campaign did, as figures. All of them can be counted again from the ledger. */
export interface Report extends Tally, Omit<Figures, 'clicks'> {
  /** Of the sign links, as in the funnel; those of each link in `links`. */
  readonly clicks: ClickCounts & { readonly people: number; readonly links: readonly LinkReport[] };
  readonly campaign: string;
  readonly state: string;
  readonly subject: string;
  readonly petition: {
    readonly slug: string;
    readonly goal: number;
    /** All signatures under the petition, whatever brought them. */
    readonly signatures: number;
  };
  /** What brought the signatures under the petition; `link` is what `signatures` counts. */
  readonly sources: SignatureSources;
  readonly times: Times;
  /** By mail domain, those with the most recipients first. */
  readonly domains: readonly DomainFigures[];
  /** The editions of the letter, by language. */
  readonly languages: Readonly<Record<string, LanguageFigures>>;
  /** Letters or subjects that are tested against each other, as the trial went. */
  readonly variants: readonly VariantReport[];
  /** Whom the winner went to; undefined where nothing was tested. */
  readonly rest: (Omit<VariantFigures, 'variant'> & { readonly winner: string | null }) | undefined;
}

/** A share with its denominator, and between what it lies with 95 %. */
export interface RateReport extends Partial<Rate> {
  readonly name: string;
  readonly count: number;
  readonly of: string;
  readonly of_count: number;
}

/** The shares of the funnel and of what went otherwise, with their intervals. */
export function reportRates(report: Report): RateReport[] {
  return [...funnelOf(report), ...lossesOf(report)].flatMap((step) => {
    const { label: name, count, of } = step;
    return of ? [{ name, count, of: of.label, of_count: of.count, ...rateOfStep(step) }] : [];
  });
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
  const [tally, figures, languages, trial, signatures, sources, hours, domains] = await Promise.all(
    [
      ledger.tally(campaign.number),
      ledger.figures(campaign.number),
      ledger.byLanguage(campaign.number),
      ledger.trialOf(campaign.number),
      ledger.countSignatures(campaign.petition.slug),
      ledger.signatureSources(campaign.number),
      ledger.signaturesByHour(campaign.number),
      ledger.byDomain(campaign.number),
    ],
  );
  const links = reportLinks(figures.clicks.links, urlOf);
  return {
    campaign: campaign.name,
    state: campaign.state,
    subject: campaign.subject,
    ...tally,
    ...figures,
    clicks: { ...figures.clicks, people: peopleOf(links), links },
    petition: { slug: campaign.petition.slug, goal: campaign.petition.goal, signatures },
    sources,
    times: timesOf(hours),
    domains,
    languages,
    ...(trial
      ? reportTrial(trial, await ledger.byEdition(campaign.number))
      : { variants: [], rest: undefined }),
  };
}

/** Who followed the sign link: a recipient has one edition, so the editions can be added up. */
function peopleOf(links: readonly LinkReport[]): number {
  return links.reduce((sum, { kind, people }) => sum + (kind === 'sign' ? people : 0), 0);
}
