import type { ColumnDefinitionBuilder, Kysely, Migration } from 'kysely';

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const words = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo('');

/** What supporters want of our letters; more facts of a click; what finds events and signatures. */
export const replies: Migration = {
  async up(db: Kysely<unknown>) {
    await createPreferences(db);
    await widenClicks(db);
    await index(db, 'clicks_by_recipient', 'clicks', ['campaign', 'recipient', 'at']);
    await index(db, 'signatures_by_recipient', 'signatures', ['campaign', 'recipient']);
    await index(db, 'batches_by_message', 'batches', ['message_id']);
  },
};

async function createPreferences(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('preferences')
    .addColumn('email', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('petition', 'text', required)
    .addColumn('campaign', 'integer', required)
    .addColumn('at', 'bigint', required)
    .addColumn('detail', 'text', required)
    .addPrimaryKeyConstraint('preferences_pk', ['email', 'kind', 'petition'])
    .execute();
  await index(db, 'preferences_by_campaign', 'preferences', ['campaign', 'kind']);
}

async function widenClicks(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('clicks').addColumn('link', 'integer').execute();
  for (const column of ['purpose', 'network']) {
    await db.schema.alterTable('clicks').addColumn(column, 'text', words).execute();
  }
}

async function index(
  db: Kysely<unknown>,
  name: string,
  table: string,
  columns: string[],
): Promise<void> {
  await db.schema.createIndex(name).on(table).columns(columns).execute();
}
