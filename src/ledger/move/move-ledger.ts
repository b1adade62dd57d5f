import type SQLite from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { EXIT, OutcryError } from '../../errors.ts';
import { formatCount } from '../../format-count.ts';
import type { CampaignName } from '../../terms.ts';
import { openLedger } from '../open-ledger.ts';
import type { Schema } from '../schema.ts';
import { type Arrival, readArrival } from './arrival.ts';
import { type Compared, compare } from './compare.ts';
import {
  type Mark,
  markDone,
  markSource,
  openSource,
  readMark,
  requireSameVersion,
  unmarkSource,
} from './mark-source.ts';
import { movedAway } from './move-mark.ts';
import {
  beginArrival,
  copyChunk,
  countArrived,
  finishArrival,
  setNumbers,
  undoArrival,
  withTarget,
} from './open-target.ts';
import { chunksOf, countRows, lastNumbers, type MovedTable, tablesOf } from './read-source.ts';

export interface Move {
  /** The ledger that is moved. */
  readonly file: string;
  /** `postgres://user:password@host:port/database` */
  readonly address: string;
  readonly now: () => number;
  /** Asks to stop between two chunks; what has arrived is kept. */
  readonly signal?: AbortSignal | undefined;
  /** Rows that have arrived, of all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface Moved extends Compared {
  /** The database, as people know it. */
  readonly place: string;
}

/**
 * Moves the ledger from its SQLite file into an empty PostgreSQL database:
 *
 *   file:      in use ──mark──▶ nobody writes ───────────────────────────▶ done, kept
 *   database:  empty ─────────▶ begun ──chunks, each with how far it is──▶ compared ──▶ done
 *
 * What is marked does not change any more, so a move that was stopped goes on where it was, and the two
 * are the same in the end. Throws OutcryErrors: exit 3 while something has the file open or for a
 * database that is not empty; exit 4 for a move that was stopped, or whose sums differ.
 */
export async function moveLedger(move: Move): Promise<Moved> {
  const source = openSource(move.file);
  try {
    await requireIdle(source, move);
    return await withTarget(move.address, async (target, place) => {
      const arrival = await readArrival(target);
      const mark = readMark(source) ?? (await beginMove(source, target, { arrival, place, move }));
      await requireSame(target, { mark, arrival, place, move });
      const compared = await copyAll(source, target, move);
      if (arrival?.done_at == null) await finishArrival(target, move.now());
      markDone(source, move.now());
      return { place, ...compared };
    });
  } finally {
    source.close();
  }
}

/** Gives a move up that was begun: the file is the ledger again, the database is empty. */
export async function cancelMove({
  file,
  address,
}: Pick<Move, 'file' | 'address'>): Promise<string> {
  const source = openSource(file);
  try {
    const mark = readMark(source);
    if (!mark)
      throw refused(`The ledger ${file} is not being moved.`, 'There is nothing to cancel.');
    if (mark.done_at !== null) throw movedAway(file, mark.place, true);
    return await withTarget(address, async (target, place) => {
      const arrival = await readArrival(target);
      if (arrival ? arrival.id !== mark.id : place !== mark.place) throw elsewhere(mark, place);
      if (arrival?.done_at != null) throw arrived(file, place);
      if (arrival) await undoArrival(target);
      unmarkSource(source);
      return place;
    });
  } finally {
    source.close();
  }
}

/**
 * Brings the file up to date, and refuses what was moved already, or is being sent; before the database
 * is opened, which another version would bring up to a date of its own.
 */
async function requireIdle(source: SQLite.Database, { file, now }: Move): Promise<void> {
  const mark = readMark(source);
  if (mark && mark.done_at !== null) throw movedAway(file, mark.place, true);
  if (mark) return requireSameVersion(source);
  const ledger = await openLedger({ file, now });
  try {
    const campaign = await ledger.campaignUnderWay();
    if (campaign !== undefined) throw underWay(campaign);
  } finally {
    await ledger.close();
  }
}

interface Stand {
  readonly arrival: Arrival | undefined;
  /** The database that was named now. */
  readonly place: string;
  readonly move: Move;
}

async function beginMove(
  source: SQLite.Database,
  target: Kysely<Schema>,
  { arrival, place, move }: Stand,
): Promise<Mark> {
  if (arrival || (await countArrived(target)) > 0) throw notEmpty(place);
  return markSource(source, place, move.now());
}

/** What is there is this move's, or nothing. */
async function requireSame(
  target: Kysely<Schema>,
  { mark, arrival, place, move }: Stand & { readonly mark: Mark },
): Promise<void> {
  if (arrival?.id === mark.id) return;
  if (arrival || mark.place !== place) throw elsewhere(mark, place);
  if ((await countArrived(target)) > 0) throw notEmpty(place);
  await beginArrival(target, mark.id, move.now());
}

async function copyAll(
  source: SQLite.Database,
  target: Kysely<Schema>,
  { signal, onProgress }: Move,
): Promise<Compared> {
  const tables = tablesOf(source);
  const total = countRows(source, tables);
  const arrival = await readArrival(target);
  let done = await countArrived(target);
  onProgress?.(done, total);
  const isLeft = arrival?.done_at == null;
  for (const table of isLeft ? tablesLeft(tables, arrival) : []) {
    const after = table.name === arrival?.table ? arrival.last : undefined;
    for (const chunk of chunksOf(source, table, after)) {
      if (signal?.aborted) throw stopped(done, total);
      await copyChunk(target, table, chunk);
      done += chunk.rows.length;
      onProgress?.(done, total);
    }
  }
  if (isLeft) await setNumbers(target, lastNumbers(source));
  const { differing, compared } = await compare(source, target, tables);
  // A ledger that is in use already has changed since.
  if (isLeft && differing.length > 0) throw differs(differing);
  return compared;
}

function tablesLeft(
  tables: readonly MovedTable[],
  arrival: Arrival | undefined,
): readonly MovedTable[] {
  const at = tables.findIndex(({ name }) => name === arrival?.table);
  return tables.slice(Math.max(at, 0));
}

function refused(what: string, fix: string): OutcryError {
  return new OutcryError({ code: 'move-refused', what, fix, exit: EXIT.environment });
}

function underWay(campaign: CampaignName): OutcryError {
  return refused(
    `${campaign} is being sent: the ledger cannot be moved meanwhile.`,
    `Wait until it is done, or run: outcry pause ${campaign}. Then run the command again.`,
  );
}

function notEmpty(place: string): OutcryError {
  return refused(
    `The database ${place} holds a ledger already; nothing was moved into it.`,
    'Create an empty database for this one, and name it after --to.',
  );
}

function elsewhere(mark: Mark, place: string): OutcryError {
  return refused(
    `This ledger is on its way to the database ${mark.place}, not to ${place}.`,
    'Name that database after --to; to begin anew with another, first add: --cancel',
  );
}

function arrived(file: string, place: string): OutcryError {
  return refused(
    `All of the ledger ${file} has arrived in the database ${place}, and may be in use there.`,
    'Run the same command without --cancel, to be told that it is done.',
  );
}

function stopped(done: number, total: number): OutcryError {
  return new OutcryError({
    code: 'move-stopped',
    what: `The move was stopped: ${formatCount(done)} of ${formatCount(total)} rows have arrived. Nothing can be sent or signed meanwhile.`,
    fix: 'Run the same command again: it goes on from there. To stay with the file, add: --cancel',
    exit: EXIT.stopped,
  });
}

function differs(what: readonly string[]): OutcryError {
  return new OutcryError({
    code: 'move-differs',
    what: `What has arrived is not what was in the file: ${what.join(', ')}. The file is unchanged.`,
    fix: 'See that nothing else writes to that database. Then run the command with --cancel, and once more without.',
    exit: EXIT.stopped,
  });
}
