import SQLite from 'better-sqlite3';
import type { CampaignState } from './ledger.ts';
import type { LedgerPlace } from './open-ledger.ts';

/** What completion shows of a campaign. */
export interface CampaignGlance {
  readonly name: string;
  readonly state: CampaignState;
  /** The petition's. */
  readonly slug: string;
}

/** Who presses Tab does not wait. */
const PATIENCE_MS = 1000;
const NEWEST_FIRST = 'select name, state, slug from campaigns order by number desc limit 200';

/**
 * The newest campaigns, without opening the ledger for work: nothing is brought up to date, made or
 * waited for. Throws whatever the database says.
 */
export async function glanceAtCampaigns(place: LedgerPlace): Promise<readonly CampaignGlance[]> {
  return 'file' in place ? glanceAtFile(place.file) : glanceAtDatabase(place.database);
}

function glanceAtFile(file: string): CampaignGlance[] {
  const db = new SQLite(file, { fileMustExist: true, timeout: PATIENCE_MS });
  try {
    return db.prepare<[], CampaignGlance>(NEWEST_FIRST).all();
  } finally {
    db.close();
  }
}

async function glanceAtDatabase(connectionString: string): Promise<CampaignGlance[]> {
  const { Client } = await import('pg');
  const client = new Client({
    connectionString,
    application_name: 'outcry',
    connectionTimeoutMillis: PATIENCE_MS,
    statement_timeout: PATIENCE_MS,
  });
  await client.connect();
  try {
    return (await client.query<CampaignGlance>(NEWEST_FIRST)).rows;
  } finally {
    await client.end();
  }
}
