import type { ColumnDefinitionBuilder, Kysely, Migration } from 'kysely';

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** Signatures of the public page, which wait for their signers' word. */
export const pendingSignatures: Migration = {
  async up(db: Kysely<unknown>) {
    await createPendingSignatures(db);
    await nameSlugs(db);
  },
};

async function createPendingSignatures(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('pending_signatures')
    // Never given again: the mail's link carries it.
    .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('email', 'text', required)
    .addColumn('petition', 'text', required)
    .addColumn('lang', 'text', required)
    .addColumn('first_name', 'text', required)
    .addColumn('last_name', 'text', required)
    .addColumn('postcode', 'text', required)
    .addColumn('country', 'text', required)
    .addColumn('comment', 'text', required)
    .addColumn('consent', 'integer', required)
    .addColumn('typed_at', 'bigint', required)
    .addColumn('mailed_at', 'bigint')
    .addColumn('mails', 'integer', required)
    .addColumn('confirmed_at', 'bigint')
    .addUniqueConstraint('pending_signatures_once', ['email', 'petition'])
    .execute();
}

/** A petition's page asks for its newest campaign by the slug, which was only within JSON. */
async function nameSlugs(untyped: Kysely<unknown>): Promise<void> {
  await untyped.schema
    .alterTable('campaigns')
    .addColumn('slug', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  const db = untyped.withTables<{
    campaigns: { number: number; petition: string; slug: string };
  }>();
  const campaigns = await db.selectFrom('campaigns').select(['number', 'petition']).execute();
  for (const { number, petition } of campaigns) {
    const { slug = '' } = JSON.parse(petition) as { slug?: string };
    await db.updateTable('campaigns').set({ slug }).where('number', '=', number).execute();
  }
  await untyped.schema
    .createIndex('campaigns_by_slug')
    .on('campaigns')
    .columns(['slug', 'number'])
    .execute();
}
