import { type ColumnDefinitionBuilder, type Kysely, type Migration, sql } from 'kysely';
import { domainOf } from '../domain-of.ts';

const none = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo(0);
const words = (column: ColumnDefinitionBuilder) => column.notNull().defaultTo('');

/** What a report of a million recipients is to find in a second: see `click-figures.ts`. */
export const judgedClicks: Migration = {
  async up(db: Kysely<unknown>) {
    await widenClicks(db);
    await createBatchDomains(db);
    await sql`create index events_by_domain
      on events (campaign, event, (${domainOf(sql.ref('email'))}), recipient)`.execute(db);
    await db.schema
      .createIndex('recipients_left_out')
      .on('recipients')
      .columns(['campaign', 'outcome', 'batch'])
      .where(sql.ref('outcome'), 'is not', null)
      .execute();
    await db.schema
      .createIndex('signatures_by_time')
      .on('signatures')
      .columns(['campaign', 'petition', 'at'])
      .execute();
  },
};

/** How each visit was judged, and by which version of the rules: 0 for not yet, or not since. */
async function widenClicks(db: Kysely<unknown>): Promise<void> {
  for (const column of ['rules', 'is_first']) {
    await db.schema.alterTable('clicks').addColumn(column, 'integer', none).execute();
  }
  for (const column of ['rule', 'lang', 'variant']) {
    await db.schema.alterTable('clicks').addColumn(column, 'text', words).execute();
  }
  await db.schema
    .createIndex('clicks_by_rule')
    .on('clicks')
    .columns(['rules', 'campaign', 'kind', 'link', 'lang', 'variant', 'rule', 'is_first'])
    .execute();
  await db.schema.dropIndex('clicks_by_kind').execute();
}

async function createBatchDomains(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('batch_domains')
    .addColumn('campaign', 'integer', (column) => column.notNull())
    .addColumn('batch', 'integer', (column) => column.notNull())
    .addColumn('domain', 'text', (column) => column.notNull())
    .addColumn('recipients', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('batch_domains_pk', ['campaign', 'batch', 'domain'])
    .execute();
  const domain = domainOf(sql.ref('email'));
  await sql`insert into batch_domains (campaign, batch, domain, recipients)
    select campaign, batch, ${domain}, count(*) from recipients
    group by campaign, batch, ${domain}`.execute(db);
}
