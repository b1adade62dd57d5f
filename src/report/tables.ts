import { type FunnelStep, funnelOf, lossesOf, rateOfStep } from './funnel.ts';
import { nameOfLink } from './link-clicks.ts';
import type { Report } from './make-report.ts';
import { SOURCES } from './source-words.ts';

/** A part of the report as rows: what a file of `--csv` holds, and what stands behind a chart. */
export interface Table {
  /** Of the file, without `.csv`. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Every figure of the report, in tables whose columns are always the same; shares from 0 to 1. */
export function tablesOf(report: Report): Table[] {
  return [
    funnelTable('funnel', funnelOf(report)),
    funnelTable('losses', lossesOf(report)),
    timesTable(report),
    domainsTable(report),
    linksTable(report),
    sourcesTable(report),
    languagesTable(report),
    variantsTable(report),
  ];
}

function funnelTable(name: string, steps: readonly FunnelStep[]): Table {
  return {
    name,
    columns: ['step', 'count', 'of', 'of_count', 'share', 'low_95', 'high_95'],
    rows: steps.map((step) => {
      const { label, count, of } = step;
      const rate = rateOfStep(step);
      const share = of && of.count > 0 ? count / of.count : '';
      return [
        label,
        count,
        of?.label ?? '',
        of?.count ?? '',
        share,
        rate?.low ?? '',
        rate?.high ?? '',
      ];
    }),
  };
}

function timesTable({ times }: Report): Table {
  return {
    name: 'signatures-by-time',
    columns: ['from', 'span', 'signatures'],
    rows: times.spans.map(({ from, signatures }) => [from, times.unit, signatures]),
  };
}

const OF_DOMAIN = [
  'domain',
  'recipients',
  'accepted',
  'delivered',
  'bounced',
  'dropped',
  'complaints',
  'clicked',
  'signatures',
] as const;

function domainsTable({ domains }: Report): Table {
  const rows = domains.map((one) => OF_DOMAIN.map((column) => one[column]));
  return { name: 'domains', columns: OF_DOMAIN, rows };
}

function linksTable({ clicks }: Report): Table {
  return {
    name: 'links',
    columns: ['link', 'kind', 'people', 'clicks', 'human', 'machine', 'unsure'],
    rows: clicks.links.map((link) => [
      nameOfLink(link),
      link.kind,
      link.people,
      link.all,
      link.human,
      link.machine,
      link.unsure,
    ]),
  };
}

function sourcesTable({ sources }: Report): Table {
  return {
    name: 'sources',
    columns: ['source', 'what', 'signatures'],
    rows: SOURCES.map(([source, label]) => [source, label, sources[source]]),
  };
}

function languagesTable({ languages }: Report): Table {
  return {
    name: 'languages',
    columns: ['language', 'recipients', 'signatures'],
    rows: Object.entries(languages).map(([lang, one]) => [lang, one.recipients, one.signatures]),
  };
}

function variantsTable({ variants, rest }: Report): Table {
  return {
    name: 'variants',
    columns: [
      'variant',
      'subject',
      'accepted',
      'signatures',
      'rate',
      'low_95',
      'high_95',
      'probability_best',
      'winner',
    ],
    rows: variants.map((one) => [
      one.variant,
      one.subject,
      one.accepted,
      one.signatures,
      one.rate,
      one.low,
      one.high,
      one.probability_best,
      one.variant === rest?.winner ? 'yes' : '',
    ]),
  };
}
