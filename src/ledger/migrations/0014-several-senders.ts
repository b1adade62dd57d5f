import { type ColumnDefinitionBuilder, type Kysely, type Migration, sql } from 'kysely';

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const none = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo(0);
const words = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo('');

/** Several processes may send a campaign: each has a lease of its own, and batches say whose they are. */
export const severalSenders: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table senders rename to old_senders`.execute(db);
    await createSenders(db);
    await db.schema.alterTable('batches').addColumn('sender', 'integer').execute();
    await moveSenders(db);
    await createWorkers(db);
    await createHolds(db);
    await widenCampaigns(db);
  },
};

async function createSenders(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('senders')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('campaign', 'integer', required)
    .addColumn('pid', 'integer', required)
    .addColumn('host', 'text', required)
    .addColumn('started_at', 'bigint', required)
    .addColumn('since', 'bigint', required)
    .addColumn('heartbeat', 'bigint', required)
    .addColumn('shares', 'integer', none)
    .addUniqueConstraint('senders_once', ['campaign', 'pid', 'host', 'started_at'])
    .execute();
}

/** A send may be under way while a newer Outcry looks at its ledger. */
async function moveSenders(db: Kysely<unknown>): Promise<void> {
  await sql`insert into senders (campaign, pid, host, started_at, since, heartbeat)
    select campaign, pid, host, started_at, since, heartbeat from old_senders`.execute(db);
  await sql`update batches set sender =
    (select id from senders where senders.campaign = batches.campaign)
    where state = 'sending'`.execute(db);
  await db.schema.dropTable('old_senders').execute();
}

/** The processes that take whatever campaigns there are. */
async function createWorkers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('workers')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('pid', 'integer', required)
    .addColumn('host', 'text', required)
    .addColumn('started_at', 'bigint', required)
    .addColumn('since', 'bigint', required)
    .addColumn('heartbeat', 'bigint', required)
    .addColumn('hands', 'text', words)
    .execute();
}

/** Until when nothing leaves, whatever campaign it is of. */
async function createHolds(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('holds')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('until', 'bigint', required)
    .execute();
}

/** Whether workers are to send it; and why nothing more is sent of it, where that is so. */
async function widenCampaigns(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('campaigns').addColumn('handed_over', 'integer', none).execute();
  for (const column of ['stop_reason', 'stop_fix']) {
    await db.schema.alterTable('campaigns').addColumn(column, 'text', words).execute();
  }
}
