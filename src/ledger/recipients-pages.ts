import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import type { Address, BatchNumber, CampaignNumber, RecipientNumber } from '../terms.ts';
import { petitionOf } from './campaigns.ts';
import type { LedgerContext } from './context.ts';
import { isMark } from './erased.ts';
import type { BatchState } from './ledger.ts';
import type { PreferenceKind } from './preference-ledger.ts';
import { toRecipient } from './recipients.ts';
import type {
  LeftOutPage,
  LeftOutRow,
  MailedPage,
  RecipientReport,
  RecipientState,
  RecipientsPage,
  ReportsPage,
} from './recipients-ledger.ts';
import type { RecipientRow, Schema } from './schema.ts';
import { DIED, livingSenders } from './senders.ts';

/** What the provider told of a letter that it had taken and did not deliver. */
const RETURNED: Readonly<Record<string, string>> = {
  bounce: 'it bounced',
  dropped: 'SendGrid dropped it',
};

/**
 * Recipients by number, each with what became of her. The stretch is taken first and joined then (a
 * limit inside, joins to the left), so that a page costs the same wherever it stands.
 */
export async function recipientsPage(
  context: LedgerContext,
  campaign: CampaignNumber,
  page: ReportsPage,
): Promise<RecipientReport[]> {
  const living = await livingSenders(context, campaign);
  const { slug } = await petitionOf(context, campaign);
  const { states } = page;
  const taken = stretch(context.db, campaign, page).$if(states !== undefined, (query) =>
    query.where(isIn(states ?? [], campaign, living)),
  );
  const rows = await context.db
    .selectFrom(taken.as('page'))
    .leftJoin('batches', (join) =>
      join
        .onRef('batches.number', '=', 'page.batch')
        .onRef('batches.campaign', '=', 'page.campaign'),
    )
    .leftJoin('suppressions', (join) =>
      join.onRef('suppressions.email', '=', 'page.email').on('page.outcome', '=', 'suppressed'),
    )
    .selectAll('page')
    .select([
      'batches.state',
      'batches.sender',
      'batches.reason',
      'suppressions.reason as suppression',
      'suppressions.detail',
    ])
    .select((eb) =>
      eb
        .selectFrom('preferences')
        .select((of) => of.fn.min<PreferenceKind>('preferences.kind').as('kind'))
        .whereRef('preferences.email', '=', 'page.email')
        .where('preferences.petition', 'in', ['', slug])
        .as('preference'),
    )
    .orderBy('page.number')
    .execute();
  const accepted = rows.filter(({ state }) => state === 'accepted');
  const returned = await returnedAmong(context, campaign, accepted);
  return rows.map((row) => toReport(row, isInHands(row, living), returned.get(row.number)));
}

function stretch(db: Kysely<Schema>, campaign: CampaignNumber, { after, limit }: RecipientsPage) {
  return db
    .selectFrom('recipients')
    .selectAll()
    .where('campaign', '=', campaign)
    .where('number', '>', after ?? 0)
    .orderBy('number')
    .limit(limit);
}

const SETTLED = ['planned', 'accepted', 'refused', 'unknown'] as const;

/** What a batch's state means for its recipients, but for those with an outcome of their own. */
function stateWithin(state: BatchState, isLive: boolean): RecipientState {
  if (state !== 'sending') return state;
  return isLive ? 'planned' : 'unknown';
}

/** Whether whoever claimed its batch is alive, so that the answer will be written. */
function isInHands({ sender }: Pick<Row, 'sender'>, living: readonly number[]): boolean {
  return sender !== null && living.includes(sender);
}

/**
 * Whether a recipient is in one of these states. The index of numbers holds the batch too: two who were
 * refused of 300,000 are found in 0.1 s, where to read everybody takes more than one.
 */
function isIn(
  states: readonly RecipientState[],
  campaign: CampaignNumber,
  living: readonly number[],
) {
  return (eb: ExpressionBuilder<Schema, 'recipients'>) => {
    const batches = eb
      .selectFrom('batches')
      .select('batches.number')
      .where('batches.campaign', '=', campaign);
    const either: Expression<SqlBool>[] = [];
    const within = batches.where(isWithin(states, living));
    either.push(eb.and([eb('outcome', 'is', null), eb('batch', 'in', within)]));
    if (states.includes('suppressed')) {
      const inThese = eb('batch', 'in', batches.where('batches.suppressed', '>', 0));
      either.push(eb.and([eb('outcome', '=', 'suppressed'), inThese]));
    }
    return eb.or(either);
  };
}

/** Whether what its state means is one of these, for those without an outcome of their own. */
function isWithin(states: readonly RecipientState[], living: readonly number[]) {
  return (eb: ExpressionBuilder<Schema, 'batches'>) => {
    const isSending = eb('batches.state', '=', 'sending');
    // No batch is of -1, which keeps the list from being empty.
    const inHands = eb(eb.fn.coalesce('batches.sender', eb.lit(0)), 'in', [-1, ...living]);
    return eb.or([
      ...SETTLED.filter((state) => states.includes(state)).map((state) =>
        eb('batches.state', '=', state),
      ),
      ...(states.includes('planned') ? [eb.and([isSending, inHands])] : []),
      ...(states.includes('unknown') ? [eb.and([isSending, eb.not(inHands)])] : []),
    ]);
  };
}

interface Row extends RecipientRow {
  readonly batch: number;
  readonly sender: number | null;
  readonly outcome: 'suppressed' | null;
  readonly state: BatchState | null;
  readonly reason: string | null;
  readonly suppression: string | null;
  readonly detail: string | null;
  readonly preference: PreferenceKind | null;
}

function toReport(row: Row, isLive: boolean, returned: string | undefined): RecipientReport {
  const recipient = { ...toRecipient(row), batch: row.batch as BatchNumber };
  if (row.outcome === 'suppressed') {
    return { ...recipient, state: 'suppressed', reason: whySuppressed(row) };
  }
  const state = stateWithin(row.state ?? 'planned', isLive);
  if (row.state === 'sending') return { ...recipient, state, reason: isLive ? 'on its way' : DIED };
  const reason = state === 'accepted' ? returned : row.reason;
  return { ...recipient, state, reason: reason ?? '' };
}

const PREFERRED: Readonly<Record<PreferenceKind, string>> = {
  monthly: 'she wants at most one letter a month',
  petition: 'she wants no more letters about this petition',
};

/** As far as it still holds: she may have been taken off the suppressions since. */
function whySuppressed({ email, suppression, detail, preference }: Row): string {
  if (isMark(email)) return 'erased';
  if (suppression === null) {
    return preference === null ? 'suppressed when the batch left' : PREFERRED[preference];
  }
  return detail ? `${suppression}: ${detail}` : suppression;
}

/** Whose letter did not arrive, and why, as far as events have told. */
async function returnedAmong(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  rows: readonly { readonly number: number }[],
): Promise<Map<number, string>> {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const events = await db
    .selectFrom('events')
    .select(['recipient', 'event'])
    .where('campaign', '=', campaign)
    .where('event', 'in', Object.keys(RETURNED))
    .where('recipient', '>=', first.number)
    .where('recipient', '<=', last.number)
    .execute();
  return new Map(events.map(({ recipient, event }) => [recipient ?? 0, RETURNED[event] ?? event]));
}

/** One reason at a time: so the index gives them in order. */
export async function leftOutPage(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  { reason, after, limit }: LeftOutPage,
): Promise<LeftOutRow[]> {
  return db
    .selectFrom('skipped')
    .select(['id', 'file', 'line', 'email', 'reason', 'detail'])
    .where('campaign', '=', campaign)
    .where('reason', '=', reason)
    .where('id', '>', after ?? 0)
    .orderBy('id')
    .limit(limit)
    .execute();
}

const MAILED: readonly (BatchState | null)[] = ['accepted', 'unknown', 'sending'];

export async function mailedPage(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  page: RecipientsPage,
): Promise<MailedPage> {
  const rows = await db
    .selectFrom(stretch(db, campaign, page).as('page'))
    .leftJoin('batches', (join) =>
      join
        .onRef('batches.number', '=', 'page.batch')
        .onRef('batches.campaign', '=', 'page.campaign'),
    )
    .select(['page.number', 'page.email', 'page.outcome', 'batches.state'])
    .orderBy('page.number')
    .execute();
  const mailed = rows.filter(({ outcome, state }) => outcome === null && MAILED.includes(state));
  return {
    emails: mailed.map(({ email }) => email as Address),
    last: rows.length < page.limit ? undefined : (rows.at(-1)?.number as RecipientNumber),
  };
}
