import type { Kysely } from 'kysely';
import type { CampaignNumber } from '../terms.ts';
import { countDomainReplies } from './by-domain.ts';
import { countByRule } from './click-figures.ts';
import type { LedgerContext } from './context.ts';
import { countEvents } from './figures.ts';
import { judgeNewClicks } from './judge-new-clicks.ts';
import { addCounts, type Kept, type KeptFigures, keptFigures } from './kept-figures.ts';
import type { Schema } from './schema.ts';
import { sumSkipped } from './tally.ts';

/**
 * What happened within three days stays for the next time: an event may come so late (SendGrid posts
 * one again for a day), and what comes between the counting and the deleting must not go uncounted.
 */
const LATE_MS = 3 * 86_400_000;

/** What happened before this moment is to go: of a forgetting that was stopped, the moment of then. */
export async function goesBefore(
  { db, now }: Pick<LedgerContext, 'db' | 'now'>,
  campaign: CampaignNumber,
): Promise<number> {
  const kept = await keptFigures(db, campaign);
  return kept?.isUnderWay ? kept.at : now() - LATE_MS;
}

/**
 * Keeps the figures of what is to go, durably, before the first row goes. What was kept before and what
 * has come since become one; of a forgetting that was stopped they are kept already.
 */
export async function keepFigures(context: LedgerContext, campaign: CampaignNumber): Promise<void> {
  while (!(await tryKeeping(context, campaign))) {
    // Something has come meanwhile: once more, with it.
  }
}

/**
 * No index tells what is late, so all rows are read for it: seconds, in which visitors must not wait
 * for a transaction. Instead it has to find as many rows as there were before.
 */
async function tryKeeping(context: LedgerContext, campaign: CampaignNumber): Promise<boolean> {
  const rows = await countRows(context.db, campaign);
  await judgeNewClicks(context, campaign);
  const at = await goesBefore(context, campaign);
  const late = await count(context, campaign, at);
  return context.transaction(async (tx) => {
    const kept = await keptFigures(tx, campaign);
    if (kept?.isUnderWay) return true;
    if ((await countRows(tx, campaign)) !== rows) return false;
    const all = joined(kept, await count({ ...context, db: tx }, campaign, 0));
    const figures = JSON.stringify(without(all, late));
    await write(tx, { campaign, at, done_at: null, figures });
    return true;
  });
}

/** Of those that may still become more. */
async function countRows(db: Kysely<Schema>, campaign: CampaignNumber): Promise<number> {
  let sum = 0;
  for (const table of ['events', 'clicks'] as const) {
    const { rows } = await db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .where('campaign', '=', campaign)
      .executeTakeFirstOrThrow();
    sum += Number(rows);
  }
  return sum;
}

async function write(tx: Kysely<Schema>, row: Schema['kept_figures']): Promise<void> {
  await tx
    .insertInto('kept_figures')
    .values(row)
    .onConflict((conflict) => conflict.column('campaign').doUpdateSet(row))
    .execute();
}

async function count(
  context: LedgerContext,
  campaign: CampaignNumber,
  since: number,
): Promise<KeptFigures> {
  return {
    events: await countEvents(context, campaign, since),
    domains: await countDomainReplies(context, campaign, since),
    clicks: await countByRule(context, campaign, since),
    skipped: await sumSkipped(context, campaign),
  };
}

function joined(kept: Kept | undefined, now: KeptFigures): KeptFigures {
  if (!kept) return now;
  return {
    events: addCounts(kept.events, now.events),
    domains: [...kept.domains, ...now.domains],
    clicks: [...kept.clicks, ...now.clicks],
    skipped: addCounts(kept.skipped, now.skipped),
  };
}

/**
 * Taken off and not left uncounted: whoever did the same before and since is one person, and stays
 * one. No row left out is late.
 */
function without(
  { events, domains, clicks, skipped }: KeptFigures,
  late: KeptFigures,
): KeptFigures {
  const fewer = Object.entries(late.events).map(([event, people]) => [event, -people] as const);
  return {
    events: addCounts(events, Object.fromEntries(fewer)),
    domains: sumUp([...domains, ...late.domains.map(negated)]),
    clicks: sumUp([...clicks, ...late.clicks.map(negated)]),
    skipped,
  };
}

interface Counted {
  readonly count: number;
  readonly people?: number;
}

/** PostgreSQL gives counts as text. */
function negated<Row extends Counted>(row: Row): Row {
  return { ...row, ...scaled(row, -1) };
}

function scaled({ count, people }: Counted, by: 1 | -1): Counted {
  return { count: by * Number(count), ...(people !== undefined && { people: by * people }) };
}

/** Of rows about the same one, with both their counts. */
function sumUp<Row extends Counted>(rows: readonly Row[]): Row[] {
  const sums = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify({ ...row, count: 0, people: 0 });
    const { count, people } = scaled(row, 1);
    const before = sums.get(key);
    sums.set(key, {
      ...row,
      count: count + (before?.count ?? 0),
      ...(people !== undefined && { people: people + (before?.people ?? 0) }),
    });
  }
  return [...sums.values()].filter((row) => row.count !== 0);
}
