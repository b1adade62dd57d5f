import type { Kysely, Migration } from 'kysely';

/** Who was erased, as hashes, and the key that makes them. */
export const erased: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('erased')
      .addColumn('hash', 'text', (column) => column.notNull().primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('erasure_keys')
      .addColumn('key', 'text', (column) => column.notNull().primaryKey())
      .execute();
  },
};
