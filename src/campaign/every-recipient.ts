import { isMark } from '../ledger/erased.ts';
import type { Campaign, Ledger, SkipReason } from '../ledger/ledger.ts';
import type { RecipientReport, RecipientState } from '../ledger/recipients-ledger.ts';
import { shownPath } from '../shown-path.ts';
import type { BatchNumber, Fields, RecipientNumber } from '../terms.ts';

/** The states of recipients, and those of rows that did not become recipients. */
export const FATES = [
  'accepted',
  'refused',
  'unknown',
  'suppressed',
  'planned',
  'duplicate',
  'invalid',
] as const;
export type Fate = (typeof FATES)[number];

/** Somebody of the lists, and what became of her in one campaign. */
export interface ReportedRow {
  readonly email: string;
  /** Empty for a row that was left out: of those the ledger keeps the address alone. */
  readonly fields: Fields;
  readonly state: Fate;
  readonly reason: string;
  /** Undefined for a row that was left out. */
  readonly batch: BatchNumber | undefined;
  /** Where a row that was left out stands. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

/** So many are held at once. */
const PAGE = 1000;
const LEFT_OUT: readonly SkipReason[] = ['suppressed', 'duplicate', 'invalid'];

type Book = Pick<Ledger, 'recipientsPage' | 'leftOutPage'>;

/**
 * Everybody of a campaign's lists, or who is in these states: the recipients in the order of the
 * lists, then the rows that were left out. Held a page at a time.
 */
export async function* everyRecipient(
  ledger: Book,
  campaign: Pick<Campaign, 'number' | 'state'>,
  states: readonly Fate[] = FATES,
): AsyncGenerator<ReportedRow> {
  for await (const recipient of recipientsOf(ledger, campaign, states)) {
    const { email, fields, batch, state } = recipient;
    yield { email, fields, state, reason: reasonOf(recipient, campaign), batch };
  }
  for (const reason of LEFT_OUT) {
    if (states.includes(reason)) yield* leftOutOf(ledger, campaign, reason);
  }
}

/** Those of them who still have an address. */
export async function* withoutErased(
  rows: AsyncIterable<ReportedRow>,
): AsyncGenerator<ReportedRow> {
  for await (const row of rows) if (!isMark(row.email)) yield row;
}

function isOfRecipients(fate: Fate): fate is RecipientState {
  return fate !== 'duplicate' && fate !== 'invalid';
}

async function* recipientsOf(
  ledger: Book,
  { number }: Pick<Campaign, 'number'>,
  fates: readonly Fate[],
): AsyncGenerator<RecipientReport> {
  const states = fates.filter(isOfRecipients);
  if (states.length === 0) return;
  for (let after: RecipientNumber | undefined; ; ) {
    const page = await ledger.recipientsPage(number, { after, limit: PAGE, states });
    yield* page;
    after = page.at(-1)?.number;
    if (page.length < PAGE) return;
  }
}

function reasonOf({ state, reason }: RecipientReport, campaign: Pick<Campaign, 'state'>): string {
  if (state !== 'planned' || campaign.state !== 'cancelled') return reason;
  return ['the campaign was cancelled', reason].filter(Boolean).join('; ');
}

async function* leftOutOf(
  ledger: Book,
  { number }: Pick<Campaign, 'number'>,
  reason: SkipReason,
): AsyncGenerator<ReportedRow> {
  for (let after: number | undefined; ; ) {
    const page = await ledger.leftOutPage(number, { reason, after, limit: PAGE });
    for (const { email, file, line, detail } of page) {
      const place = shownPath(file);
      const row = { file: place, line, reason: `${place}:${line}: ${detail}` };
      yield { email, fields: {}, state: reason, batch: undefined, ...row };
    }
    after = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}

/** The merge fields that a campaign's lists have together, in the order in which they are met. */
export async function fieldsOfCampaign(
  ledger: Book,
  { number }: Pick<Campaign, 'number'>,
): Promise<string[]> {
  const names = new Set<string>();
  for (let after: RecipientNumber | undefined; ; ) {
    const page = await ledger.recipientsPage(number, { after, limit: PAGE });
    for (const { fields } of page) for (const name in fields) names.add(name);
    after = page.at(-1)?.number;
    if (page.length < PAGE) return [...names];
  }
}
