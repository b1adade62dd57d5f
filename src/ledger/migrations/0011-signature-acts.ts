import { type Kysely, type Migration, sql } from 'kysely';

/** What staff take out of the signatures of a petition, and take back in: nothing is deleted. */
export const signatureActs: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('signature_acts')
      .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('petition', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('chosen', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('signatures', 'integer', (column) => column.notNull())
      .addColumn('undone_by', 'text')
      .addColumn('undone_at', 'bigint')
      .execute();
    for (const column of ['invalidated_by', 'redacted_by']) {
      await db.schema.alterTable('signatures').addColumn(column, 'integer').execute();
      await db.schema
        .createIndex(`signatures_${column}`)
        .on('signatures')
        .column(column)
        .where(sql.ref(column), 'is not', null)
        .execute();
    }
    // What counts is counted within an index: for a partial one, SQLite would look at the rows.
    await db.schema.dropIndex('signatures_by_time').execute();
    await index(db, 'signatures_by_time', ['campaign', 'petition', 'invalidated_by', 'at']);
    await index(db, 'signatures_valid', ['petition', 'invalidated_by', 'id', 'campaign']);
  },
};

async function index(db: Kysely<unknown>, name: string, columns: string[]): Promise<void> {
  await db.schema.createIndex(name).on('signatures').columns(columns).execute();
}
