import type { ColumnDefinitionBuilder, Kysely, Migration } from 'kysely';

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** Why an address is suppressed, what it was suppressed for before, and how far lists are read. */
export const suppressionDetails: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('suppressions')
      .addColumn('detail', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await db.schema
      .createIndex('suppressions_by_time')
      .on('suppressions')
      .columns(['at', 'email'])
      .execute();
    await createFormerSuppressions(db);
    await createSuppressionSyncs(db);
  },
};

async function createFormerSuppressions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('former_suppressions')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('email', 'text', required)
    .addColumn('reason', 'text', required)
    .addColumn('campaign', 'integer')
    .addColumn('at', 'bigint', required)
    .addColumn('detail', 'text', required)
    .addColumn('ended_at', 'bigint', required)
    .addColumn('why', 'text', required)
    .execute();
  await db.schema
    .createIndex('former_suppressions_by_email')
    .on('former_suppressions')
    .column('email')
    .execute();
  await db.schema
    .createIndex('former_suppressions_by_campaign')
    .on('former_suppressions')
    .columns(['campaign', 'reason'])
    .execute();
}

async function createSuppressionSyncs(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('suppression_syncs')
    .addColumn('source', 'text', required)
    .addColumn('list', 'text', required)
    .addColumn('until', 'bigint')
    .addColumn('window_from', 'bigint')
    .addColumn('window_to', 'bigint')
    .addColumn('next_offset', 'integer', required)
    .addPrimaryKeyConstraint('suppression_syncs_pk', ['source', 'list'])
    .execute();
}
