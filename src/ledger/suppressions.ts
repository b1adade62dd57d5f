import type { Kysely } from 'kysely';
import type { Address, CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { erasedAmong } from './erased.ts';
import { slices } from './in-chunks.ts';
import type { SuppressionReason } from './ledger.ts';
import type { Schema, SuppressionRow } from './schema.ts';
import type { Kept, SuppressionDraft } from './suppression-ledger.ts';

/** True if the address was not suppressed before. */
export async function suppress(
  context: LedgerContext,
  email: Address,
  reason: SuppressionReason,
  campaign: CampaignNumber | undefined,
  detail?: string,
): Promise<boolean> {
  const { added } = await suppressAll(context, [{ email, reason, campaign, detail }]);
  return added.length > 0;
}

/** All or none of them. */
export async function suppressAll(
  { now, transaction }: LedgerContext,
  drafts: readonly SuppressionDraft[],
): Promise<Kept> {
  return transaction((tx) => keepSuppressions(tx, drafts, now()));
}

/** What `suppressAll` would do. */
export async function weighSuppressions(
  { db, now }: LedgerContext,
  drafts: readonly SuppressionDraft[],
): Promise<Kept> {
  return toKept(drafts, await weigh(db, drafts, now()));
}

/** The same within a transaction, which it needs. */
export async function keepSuppressions(
  tx: Kysely<Schema>,
  drafts: readonly SuppressionDraft[],
  now: number,
): Promise<Kept> {
  const weighed = await weigh(tx, drafts, now);
  for (const slice of slices(weighed.added)) {
    await tx
      .insertInto('suppressions')
      .values(slice)
      .onConflict((conflict) => conflict.column('email').doNothing())
      .execute();
  }
  for (const { row, former } of weighed.strengthened) {
    await keepFormer(tx, former, now, replacedWhy(row.reason));
    await tx.updateTable('suppressions').set(row).where('email', '=', row.email).execute();
  }
  return toKept(drafts, weighed);
}

/** Why a suppression is a former one, where a stronger reason took its place. */
export function replacedWhy(reason: SuppressionReason): string {
  return `later ${reason}`;
}

/** What an address was suppressed for, before it was not, or for something stronger. */
export async function keepFormer(
  tx: Kysely<Schema>,
  former: SuppressionRow,
  now: number,
  why: string,
): Promise<void> {
  await tx
    .insertInto('former_suppressions')
    .values({ ...former, ended_at: now, why: tidy(why) })
    .execute();
}

interface Weighed {
  readonly added: readonly SuppressionRow[];
  readonly strengthened: readonly {
    readonly row: SuppressionRow;
    readonly former: SuppressionRow;
  }[];
}

async function weigh(
  db: Kysely<Schema>,
  drafts: readonly SuppressionDraft[],
  now: number,
): Promise<Weighed> {
  const rows = strongestOf(drafts.map((draft) => toRow(draft, now)));
  // Who was erased is known by her hash, and her address is not kept again.
  for (const email of (await erasedAmong(db, [...rows.keys()])).keys()) rows.delete(email);
  const present = await rowsAmong(db, [...rows.keys()]);
  const added: SuppressionRow[] = [];
  const strengthened: { row: SuppressionRow; former: SuppressionRow }[] = [];
  for (const row of rows.values()) {
    const former = present.get(row.email);
    if (former === undefined) added.push(row);
    else if (isStronger(row, former)) strengthened.push({ row, former });
  }
  return { added, strengthened };
}

/** One for each address: the first of those with the strongest reason. */
function strongestOf(rows: readonly SuppressionRow[]): Map<string, SuppressionRow> {
  const strongest = new Map<string, SuppressionRow>();
  for (const row of rows) {
    const other = strongest.get(row.email);
    if (other === undefined || isStronger(row, other)) strongest.set(row.email, row);
  }
  return strongest;
}

/**
 * How much a reason says. Unsubscribing and complaining are the supporter's own word, so they are
 * alike: a report's unsubscribes do not shrink when somebody complains as well.
 */
const STRENGTH: Readonly<Record<SuppressionReason, number>> = {
  imported: 0,
  bounced: 1,
  manual: 1,
  unsubscribed: 2,
  complained: 2,
};

function isStronger(row: SuppressionRow, other: SuppressionRow): boolean {
  return STRENGTH[row.reason] > STRENGTH[other.reason];
}

function toRow(draft: SuppressionDraft, now: number): SuppressionRow {
  const { email, reason, campaign = null, at = now, detail = '' } = draft;
  return { email, reason, campaign, at, detail: tidy(detail) };
}

const LONGEST = 500;

/** On one line, without control characters (servers' answers come in here), not endless. */
export function tidy(text: string): string {
  const line = text
    .slice(0, 4 * LONGEST)
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

function toKept(drafts: readonly SuppressionDraft[], { added, strengthened }: Weighed): Kept {
  return {
    added: added.map(({ email }) => email as Address),
    strengthened: strengthened.map(({ row }) => row.email as Address),
    known: drafts.length - added.length - strengthened.length,
  };
}

export async function isSuppressed(context: LedgerContext, email: Address): Promise<boolean> {
  return (await suppressionsAmong(context.db, [email])).has(email);
}

/** Which of these are suppressed. */
export async function suppressedAmong(
  { db }: LedgerContext,
  emails: readonly Address[],
): Promise<Set<Address>> {
  return new Set((await suppressionsAmong(db, emails)).keys());
}

/** Why, for those of these that are suppressed, or erased. */
export async function suppressionsAmong(
  db: Kysely<Schema>,
  emails: readonly Address[],
): Promise<Map<Address, SuppressionReason | 'erased'>> {
  const rows = await rowsAmong(db, emails);
  const reasons = new Map<Address, SuppressionReason | 'erased'>();
  for (const { email, reason } of rows.values()) reasons.set(email as Address, reason);
  for (const email of (await erasedAmong(db, emails)).keys()) reasons.set(email, 'erased');
  return reasons;
}

async function rowsAmong(
  db: Kysely<Schema>,
  emails: readonly string[],
): Promise<Map<string, SuppressionRow>> {
  const found = new Map<string, SuppressionRow>();
  for (const slice of slices(emails)) {
    const rows = await db
      .selectFrom('suppressions')
      .selectAll()
      .where('email', 'in', slice)
      .execute();
    for (const row of rows) found.set(row.email, row);
  }
  return found;
}
