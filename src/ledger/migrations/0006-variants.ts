import type { Kysely, Migration } from 'kysely';

/** Letters with variants: what each batch carries, and the trial that tells which one is the best. */
export const variants: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('batches')
      .addColumn('variant', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await db.schema
      .createTable('trials')
      .addColumn('campaign', 'integer', (column) => column.primaryKey())
      .addColumn('settings', 'text', (column) => column.notNull())
      .addColumn('sent_at', 'bigint')
      .addColumn('winner', 'text')
      .addColumn('how', 'text')
      .addColumn('probability', 'double precision')
      .addColumn('chosen_at', 'bigint')
      .execute();
  },
};
