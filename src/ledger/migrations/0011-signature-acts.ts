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
    // What counts, counted without a look at the rows.
    await db.schema.dropIndex('signatures_by_time').execute();
    await indexValid(db, 'signatures_by_time', ['campaign', 'petition', 'at']);
    await indexValid(db, 'signatures_valid', ['petition', 'id']);
  },
};

async function indexValid(db: Kysely<unknown>, name: string, columns: string[]): Promise<void> {
  await db.schema
    .createIndex(name)
    .on('signatures')
    .columns(columns)
    .where(sql.ref('invalidated_by'), 'is', null)
    .execute();
}
