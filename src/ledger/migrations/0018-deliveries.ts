import { type Kysely, type Migration, sql } from 'kysely';

/** What is handed to a petition's target, and the mails that carry it. */
export const deliveries: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('deliveries')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('petition', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('opened_at', 'bigint', (column) => column.notNull())
      .addColumn('made_at', 'bigint')
      .addColumn('signatures', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('settings', 'text', (column) => column.notNull())
      .addColumn('receipt', 'text', (column) => column.notNull().defaultTo(''))
      .addColumn('pid', 'integer', (column) => column.notNull())
      .addColumn('host', 'text', (column) => column.notNull())
      .addColumn('started_at', 'bigint', (column) => column.notNull())
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addColumn('heartbeat', 'bigint', (column) => column.notNull())
      .addUniqueConstraint('deliveries_by_number', ['petition', 'number'])
      .execute();
    await db.schema
      .createTable('delivery_mails')
      .addColumn('delivery', 'integer', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('recipient', 'text', (column) => column.notNull())
      .addColumn('files', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('message_id', 'text', (column) => column.notNull().defaultTo(''))
      .addColumn('reason', 'text', (column) => column.notNull().defaultTo(''))
      .addColumn('claimed_at', 'bigint')
      .addColumn('settled_at', 'bigint')
      .addPrimaryKeyConstraint('delivery_mails_pk', ['delivery', 'number'])
      .execute();
    await db.schema.alterTable('signatures').addColumn('delivery', 'integer').execute();
    await db.schema
      .createIndex('signatures_undelivered')
      .on('signatures')
      .columns(['petition', 'id'])
      .where(sql.ref('delivery'), 'is', null)
      .execute();
  },
};
