import type { ColumnDefinitionBuilder, Kysely, Migration } from 'kysely';

const none = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo('[]');

/** What signers agreed to besides, who brought them, which comments are shown; closed petitions. */
export const signatureDetails: Migration = {
  async up(db: Kysely<unknown>) {
    for (const table of ['signatures', 'pending_signatures']) {
      await db.schema.alterTable(table).addColumn('consents', 'text', none).execute();
      await db.schema.alterTable(table).addColumn('shared_by', 'integer').execute();
    }
    await db.schema
      .alterTable('signatures')
      .addColumn('comment_state', 'text', (column) => column.notNull().defaultTo('new'))
      .execute();
    await index(db, 'signatures_by_comment', 'signatures', ['petition', 'comment_state', 'id']);
    await index(db, 'signatures_by_share', 'signatures', ['shared_by']);
    await index(db, 'pending_by_time', 'pending_signatures', ['typed_at']);
    await db.schema
      .createTable('petitions')
      .addColumn('slug', 'text', (column) => column.notNull().primaryKey())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute();
  },
};

async function index(db: Kysely<unknown>, name: string, table: string, columns: string[]) {
  await db.schema.createIndex(name).on(table).columns(columns).execute();
}
