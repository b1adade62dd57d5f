import type { Kysely, Migration } from 'kysely';

/** Whether a worker is to tell how a campaign ended: nobody follows it who does. */
export const toTell: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('campaigns')
      .addColumn('to_tell', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
