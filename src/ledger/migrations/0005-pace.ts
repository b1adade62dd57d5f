import type { ColumnDefinitionBuilder, Kysely, Migration } from 'kysely';

const counter = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo(0);

/** When a campaign starts, and how fast it goes. */
export const pace: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('campaigns').addColumn('starts_at', 'bigint').execute();
    await db.schema
      .alterTable('campaigns')
      .addColumn('pace', 'text', (column) => column.notNull().defaultTo('{}'))
      .execute();
    await db.schema
      .createTable('paces')
      .addColumn('campaign', 'integer', (column) => column.primaryKey())
      .addColumn('left_at', 'bigint', counter)
      .addColumn('people', 'integer', counter)
      .addColumn('day', 'integer', counter)
      .addColumn('day_begins', 'bigint', counter)
      .addColumn('used', 'integer', counter)
      .execute();
  },
};
