import { Kysely } from 'kysely';
import { claimAlone } from '../claim-batch.ts';
import type { LedgerStore, Transact } from '../context.ts';
import { migrate } from '../migrate.ts';
import { refuseMoved } from '../move/mark-source.ts';
import type { Schema } from '../schema.ts';
import { appendByStatement } from './append-recipients.ts';
import { forVisitors } from './for-visitors.ts';
import { openSqlite } from './open-sqlite.ts';
import { relaxedOn } from './relaxed.ts';
import { LedgerSqliteDialect } from './sqlite-dialect.ts';
import { wipeOn } from './wipe.ts';

/** Few, so that they die young and memory stays small: there is no round trip to save. */
const CHUNK_ROWS = 250;

/** A ledger in a file, brought up to date. `patienceMs`: how long a locked file is waited for. */
export async function openSqliteStore(file: string, patienceMs: number): Promise<LedgerStore> {
  const sqlite = openSqlite(file, patienceMs);
  const db = new Kysely<Schema>({ dialect: new LedgerSqliteDialect(sqlite, patienceMs) });
  try {
    refuseMoved(sqlite);
    await migrate(db, file);
  } catch (error) {
    sqlite.close();
    throw error;
  }
  const relaxed = relaxedOn(db);
  const transaction: Transact = (work) => db.transaction().execute(work);
  return {
    db,
    isShared: false,
    transaction,
    relaxed,
    judging: relaxed,
    erasing: transaction,
    appending: relaxed,
    forVisitors,
    openAppending: appendByStatement(sqlite),
    claim: claimAlone,
    chunkRows: CHUNK_ROWS,
    readsAhead: false,
    appended: async () => {},
    wipe: wipeOn(db, file, patienceMs),
    close: () => db.destroy(),
  };
}
