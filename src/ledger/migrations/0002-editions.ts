import { type Kysely, type Migration, sql } from 'kysely';

/** A letter in several languages: what was there before has the campaign's own. */
export const editions: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('campaigns')
      .addColumn('translations', 'text', (column) => column.notNull().defaultTo('{}'))
      .execute();
    await db.schema
      .alterTable('batches')
      .addColumn('lang', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await sql`update batches set lang =
      (select lang from campaigns where campaigns.number = batches.campaign)`.execute(db);
    await keepEnvelopes(db);
  },
};

interface Message {
  readonly lang: string;
}

/** An envelope held one message; it now holds one for each edition. */
async function keepEnvelopes(untyped: Kysely<unknown>): Promise<void> {
  const db = untyped.withTables<{ campaigns: { number: number; envelope: string } }>();
  const campaigns = await db.selectFrom('campaigns').select(['number', 'envelope']).execute();
  for (const { number, envelope } of campaigns) {
    const { url, ...edition } = JSON.parse(envelope) as { url: string; message?: Message };
    const editions = [{ lang: edition.message?.lang, ...edition }];
    await db
      .updateTable('campaigns')
      .set({ envelope: JSON.stringify({ editions, url }) })
      .where('number', '=', number)
      .execute();
  }
}
