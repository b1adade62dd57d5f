import { type ColumnDefinitionBuilder, type Kysely, type Migration, sql } from 'kysely';

type Column = ColumnDefinitionBuilder;
const required = (column: Column): Column => column.notNull();
const counter = (column: Column): Column => column.notNull().defaultTo(0);
const words = (column: Column): Column => column.notNull().defaultTo('');
const ofCampaign = (column: Column): Column => column.notNull().references('campaigns.number');
/** Never given again: links carry the number of a campaign that may have been dropped. */
const serial = (column: Column): Column => column.primaryKey().autoIncrement();

export const firstTables: Migration = {
  async up(db) {
    await createCampaigns(db);
    await createSenders(db);
    await createBatches(db);
    await createRecipients(db);
    await createSkipped(db);
    await createSuppressions(db);
    await createSignatures(db);
    await createClicks(db);
    await createEvents(db);
    await createTests(db);
  },
};

async function createCampaigns(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('campaigns')
    .addColumn('number', 'integer', serial)
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('state', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('subject', 'text', required)
    .addColumn('lang', 'text', required)
    .addColumn('hash', 'text', required)
    .addColumn('petition', 'text', required)
    .addColumn('envelope', 'text', required)
    .execute();
}

async function createSenders(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('senders')
    .addColumn('campaign', 'integer', (column) => ofCampaign(column).primaryKey())
    .addColumn('pid', 'integer', required)
    .addColumn('host', 'text', required)
    .addColumn('started_at', 'bigint', required)
    .addColumn('since', 'bigint', required)
    .addColumn('heartbeat', 'bigint', required)
    .execute();
}

async function createBatches(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('batches')
    .addColumn('campaign', 'integer', ofCampaign)
    .addColumn('number', 'integer', required)
    .addColumn('state', 'text', required)
    .addColumn('size', 'integer', required)
    .addColumn('suppressed', 'integer', counter)
    .addColumn('attempts', 'integer', counter)
    .addColumn('message_id', 'text', words)
    .addColumn('reason', 'text', words)
    .addColumn('claimed_at', 'bigint')
    .addColumn('settled_at', 'bigint')
    .addPrimaryKeyConstraint('batches_pk', ['campaign', 'number'])
    .execute();
  await index(db, 'batches_by_state', 'batches', ['campaign', 'state', 'number']);
}

/** Stored in the order in which they are claimed, so that a batch is one stretch of the file. */
async function createRecipients(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('recipients')
    .addColumn('campaign', 'integer', required)
    .addColumn('batch', 'integer', required)
    .addColumn('number', 'integer', required)
    .addColumn('email', 'text', required)
    .addColumn('fields', 'text', required)
    .addColumn('outcome', 'text')
    .addPrimaryKeyConstraint('recipients_pk', ['campaign', 'batch', 'number'])
    .addUniqueConstraint('recipients_number', ['campaign', 'number'])
    .addUniqueConstraint('recipients_email', ['campaign', 'email'])
    .modifyEnd(sql`without rowid`)
    .execute();
}

async function createSkipped(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('skipped')
    .addColumn('id', 'integer', serial)
    .addColumn('campaign', 'integer', ofCampaign)
    .addColumn('file', 'text', required)
    .addColumn('line', 'integer', required)
    .addColumn('email', 'text', required)
    .addColumn('reason', 'text', required)
    .addColumn('detail', 'text', required)
    .execute();
  await index(db, 'skipped_by_reason', 'skipped', ['campaign', 'reason']);
}

async function createSuppressions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('suppressions')
    .addColumn('email', 'text', (column) => column.notNull().primaryKey())
    .addColumn('reason', 'text', required)
    .addColumn('campaign', 'integer')
    .addColumn('at', 'bigint', required)
    .modifyEnd(sql`without rowid`)
    .execute();
  await index(db, 'suppressions_by_campaign', 'suppressions', ['campaign', 'reason']);
}

async function createSignatures(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('signatures')
    .addColumn('id', 'integer', serial)
    .addColumn('petition', 'text', required)
    .addColumn('email', 'text', required)
    .addColumn('first_name', 'text', required)
    .addColumn('last_name', 'text', required)
    .addColumn('postcode', 'text', required)
    .addColumn('country', 'text', required)
    .addColumn('comment', 'text', required)
    .addColumn('consent', 'integer', required)
    .addColumn('campaign', 'integer')
    .addColumn('recipient', 'integer')
    .addColumn('at', 'bigint', required)
    .addUniqueConstraint('signatures_once', ['petition', 'email'])
    .execute();
  await index(db, 'signatures_by_campaign', 'signatures', ['campaign', 'petition']);
}

async function createClicks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('clicks')
    .addColumn('id', 'integer', serial)
    .addColumn('campaign', 'integer', required)
    .addColumn('recipient', 'integer', required)
    .addColumn('kind', 'text', required)
    .addColumn('method', 'text', required)
    .addColumn('user_agent', 'text', required)
    .addColumn('at', 'bigint', required)
    .execute();
  await index(db, 'clicks_by_kind', 'clicks', ['campaign', 'kind', 'method', 'user_agent']);
}

async function createEvents(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('events')
    .addColumn('identity', 'text', (column) => column.notNull().primaryKey())
    .addColumn('campaign', 'integer')
    .addColumn('batch', 'integer')
    .addColumn('recipient', 'integer')
    .addColumn('email', 'text')
    .addColumn('event', 'text', required)
    .addColumn('at', 'bigint', required)
    .addColumn('raw', 'text', required)
    .execute();
  await index(db, 'events_by_recipient', 'events', ['campaign', 'event', 'recipient']);
  await index(db, 'events_by_batch', 'events', ['campaign', 'batch']);
}

async function createTests(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('tests')
    .addColumn('id', 'integer', serial)
    .addColumn('hash', 'text', required)
    .addColumn('email', 'text', required)
    .addColumn('at', 'bigint', required)
    .execute();
  await index(db, 'tests_by_hash', 'tests', ['hash']);
}

async function index(
  db: Kysely<unknown>,
  name: string,
  table: string,
  columns: string[],
): Promise<void> {
  await db.schema.createIndex(name).on(table).columns(columns).execute();
}
