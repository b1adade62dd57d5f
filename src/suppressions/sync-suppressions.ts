import type { Clock } from '../delivery/deliver.ts';
import {
  type ListEntry,
  SENDGRID_LISTS,
  type SendGridList,
  type SuppressionSource,
} from '../delivery/sendgrid-suppressions.ts';
import type {
  Ledger,
  SuppressionDraft,
  SuppressionReason,
  SyncState,
  SyncWindow,
} from '../ledger/ledger.ts';
import { askPatiently, type Patience } from './ask-patiently.ts';
import { addSums, type Keep, NOTHING, openKeeper, type Sums, sumsOf } from './open-keeper.ts';

export interface SyncTools extends Patience {
  readonly ledger: Ledger;
  readonly source: SuppressionSource;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface SyncWish {
  /** From the beginning, whatever has been read before. */
  readonly all: boolean;
  /** Counts, and keeps nothing. */
  readonly dryRun: boolean;
}

/** What came of one list. */
export interface ListSums extends Sums {
  readonly list: SendGridList;
  /** Entries from then on were asked for (milliseconds since 1970); 0 for all of them. */
  readonly since: number;
  readonly read: number;
  /** Entries that are no addresses, so nobody could be mailed there anyway. */
  readonly unusable: number;
}

const DAY_MS = 24 * 3_600_000;
/** Clocks differ, and a list may show an entry some time after the time that stands in it. */
const OVERLAP_MS = DAY_MS;
/** Pages overlap by so many entries: what is deleted meanwhile moves up those that follow. */
const OVERLAP_ENTRIES = 10;

/**
 * Suppresses whoever is on SendGrid's lists: what has come to them since the last time, and a day
 * more. Each page is kept as it comes, so whatever stops this, the next one goes on from there.
 * Nobody is ever taken off. Throws OutcryError when SendGrid refuses (exit 3), or does not answer (4).
 */
export async function syncSuppressions(wish: SyncWish, tools: SyncTools): Promise<ListSums[]> {
  const keep = openKeeper(tools.ledger, true);
  const sums: ListSums[] = [];
  for (const { name, reason } of SENDGRID_LISTS) {
    sums.push(await syncList({ name, reason, keep, ...wish }, tools));
  }
  return sums;
}

interface ListWish extends SyncWish {
  readonly name: SendGridList;
  readonly reason: SuppressionReason;
  /** Counts, for a dry run. */
  readonly keep: Keep;
}

async function syncList(wish: ListWish, tools: SyncTools): Promise<ListSums> {
  const state = await tools.ledger.syncState({ source: tools.source.name, list: wish.name });
  const windows = windowsOf(state, wish.all, tools.now());
  const since = Math.min(...windows.map(({ from }) => from));
  let sums: ListSums = { list: wish.name, since, read: 0, unusable: 0, ...NOTHING };
  for (const window of windows) {
    for await (const page of readWindow(wish, window, state.until, tools)) {
      sums = {
        ...sums,
        ...addSums(sums, page),
        read: sums.read + page.read,
        unusable: sums.unusable + page.unusable,
      };
    }
  }
  return sums;
}

/** What is to be read: the rest of what was begun, and what has come since. */
export function windowsOf({ until, begun }: SyncState, all: boolean, now: number): SyncWindow[] {
  const fromStart = (from: number) => ({ from, to: now, offset: 0 });
  if (all) return [fromStart(0)];
  // A clock that was wrong has left a time that is still to come: it says nothing.
  if (begun && begun.to <= now) {
    const isFresh = now - begun.to < DAY_MS;
    return isFresh
      ? [begun, fromStart(Math.max(0, begun.to - OVERLAP_MS))]
      : [fromStart(begun.from)];
  }
  return [fromStart(until === undefined || until > now ? 0 : Math.max(0, until - OVERLAP_MS))];
}

type PageSums = Pick<ListSums, 'read' | 'unusable'> & Sums;

async function* readWindow(
  wish: ListWish,
  { from, to, offset: start }: SyncWindow,
  until: number | undefined,
  tools: SyncTools,
): AsyncGenerator<PageSums> {
  const { ledger, source } = tools;
  const list = { source: source.name, list: wish.name };
  const keep = async (state: SyncState, drafts: readonly SuppressionDraft[]) =>
    wish.dryRun ? wish.keep(drafts) : sumsOf(await ledger.keepSynced(list, state, drafts));
  let before = new Set<string>();
  for (let offset = start; ; ) {
    const entries = await askPatiently({ list: wish.name, from, to, offset }, source, tools);
    const fresh = entries.filter((entry) => !before.has(keyOf(entry)));
    // Not a short page, but one without anything new is the end: the API may give less than asked.
    if (fresh.length === 0) break;
    offset += Math.max(1, entries.length - OVERLAP_ENTRIES);
    const drafts = fresh.flatMap((entry) => toDraft(entry, wish) ?? []);
    const sums = await keep({ until, begun: { from, to, offset } }, drafts);
    yield { ...sums, read: fresh.length, unusable: fresh.length - drafts.length };
    before = new Set(entries.map(keyOf));
  }
  await keep({ until: to, begun: undefined }, []);
}

function keyOf({ email, at, detail }: ListEntry): string {
  return JSON.stringify(email === undefined ? [at, detail] : [email, at]);
}

function toDraft(
  { email, at, detail }: ListEntry,
  { name, reason }: ListWish,
): SuppressionDraft | undefined {
  return email && { email, reason, at, detail: describe(name, detail) };
}

/** The lists, as staff read of them in SendGrid. */
export const LIST_WORDS: Readonly<Record<SendGridList, string>> = {
  unsubscribes: 'global unsubscribes',
  bounces: 'bounces',
  spam_reports: 'spam reports',
  invalid_emails: 'invalid addresses',
};

function describe(name: SendGridList, detail: string): string {
  const list = `on SendGrid's list of ${LIST_WORDS[name]}`;
  return detail ? `${list}: ${detail}` : list;
}
