import type { Kysely, Migration } from 'kysely';

/** From which network a signature came: what a flood of them has in common. */
export const signatureNetworks: Migration = {
  async up(db: Kysely<unknown>) {
    for (const table of ['signatures', 'pending_signatures']) {
      await db.schema
        .alterTable(table)
        .addColumn('network', 'text', (column) => column.notNull().defaultTo(''))
        .execute();
    }
  },
};
