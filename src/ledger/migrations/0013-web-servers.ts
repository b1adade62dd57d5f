import type { Kysely, Migration } from 'kysely';

/** What web servers behind one load balancer share, and where they find out whether they can write. */
export const webServers: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('day_salts')
      .addColumn('day', 'integer', (column) => column.notNull().primaryKey())
      .addColumn('salt', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('probes')
      .addColumn('number', 'integer', (column) => column.notNull().primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute();
  },
};
