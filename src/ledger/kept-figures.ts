import type { Kysely } from 'kysely';
import type { CampaignNumber } from '../terms.ts';
import type { DomainCount } from './by-domain.ts';
import type { RuleClicks } from './click-figures.ts';
import type { SkipReason } from './ledger.ts';
import type { Schema } from './schema.ts';

/** One row for each campaign whose people are forgotten, or are just being. */
export interface KeptFiguresTable {
  campaign: number;
  /** What happened before is counted. */
  at: number;
  /** Null while rows are still being deleted. */
  done_at: number | null;
  /** JSON of `KeptFigures`. */
  figures: string;
}

/** What was counted before the rows went. */
export interface KeptFigures {
  readonly events: Readonly<Record<string, number>>;
  readonly domains: readonly DomainCount[];
  readonly clicks: readonly RuleClicks[];
  readonly skipped: Readonly<Record<SkipReason, number>>;
}

export interface Kept extends KeptFigures {
  readonly at: number;
  /** Rows from before `at` that are still there are among what was counted. */
  readonly isUnderWay: boolean;
}

/** Undefined for a campaign of whose people all is known. */
export async function keptFigures(
  db: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<Kept | undefined> {
  const row = await db
    .selectFrom('kept_figures')
    .select(['at', 'done_at', 'figures'])
    .where('campaign', '=', campaign)
    .executeTakeFirst();
  if (!row) return undefined;
  const figures = JSON.parse(row.figures) as KeptFigures;
  return { ...figures, at: Number(row.at), isUnderWay: row.done_at === null };
}

/**
 * What was counted then, and what was not: `add` joins the two. `count` is told since when rows are
 * not among what was counted; 0 where none is.
 */
export async function withKept<Part>(
  db: Kysely<Schema>,
  campaign: CampaignNumber,
  count: (since: number) => Promise<Part>,
  add: (kept: Kept, rest: Part) => Part,
): Promise<Part> {
  const kept = await keptFigures(db, campaign);
  if (!kept) return count(0);
  return add(kept, await count(kept.isUnderWay ? kept.at : 0));
}

export function addCounts<Key extends string>(
  one: Readonly<Record<Key, number>>,
  other: Readonly<Record<Key, number>> | undefined,
): Record<Key, number> {
  const sums: Record<Key, number> = { ...one };
  for (const key in other) sums[key] = (sums[key] ?? 0) + other[key];
  return sums;
}

/** A mail domain of which nobody is left may have been one person's own: it loses its name. */
export async function eraseKeptDomains(
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<void> {
  const row = await tx
    .selectFrom('kept_figures')
    .select('figures')
    .where('campaign', '=', campaign)
    .executeTakeFirst();
  if (!row) return;
  const rows = await tx
    .selectFrom('batch_domains')
    .select('domain')
    .distinct()
    .where('campaign', '=', campaign)
    .execute();
  const left = new Set(rows.map(({ domain }) => domain));
  const figures = JSON.parse(row.figures) as KeptFigures;
  const domains = figures.domains.map((one) =>
    left.has(one.domain) ? one : { ...one, domain: '' },
  );
  await tx
    .updateTable('kept_figures')
    .set({ figures: JSON.stringify({ ...figures, domains }) })
    .where('campaign', '=', campaign)
    .execute();
}
