import type { Kysely, Migration } from 'kysely';

/** What reports go on to say of campaigns whose people are forgotten. */
export const keptFigures: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('kept_figures')
      .addColumn('campaign', 'integer', (column) => column.notNull().primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('done_at', 'bigint')
      .addColumn('figures', 'text', (column) => column.notNull())
      .execute();
  },
};
