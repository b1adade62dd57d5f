import { type Kysely, type Migration, sql } from 'kysely';

/** Clicks of a mail domain are counted within an index, as the others: all are judged anew. */
export const clickDomains: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('clicks')
      .addColumn('domain', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await db.schema.dropIndex('clicks_by_rule').execute();
    await sql`update clicks set rules = 0`.execute(db);
    await db.schema
      .createIndex('clicks_by_rule')
      .on('clicks')
      .columns([
        'rules',
        'campaign',
        'kind',
        'link',
        'lang',
        'variant',
        'rule',
        'is_first',
        'domain',
      ])
      .execute();
  },
};
