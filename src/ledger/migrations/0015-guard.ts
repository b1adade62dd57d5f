import { type ColumnDefinitionBuilder, type Kysely, type Migration, sql } from 'kysely';

const key = (column: ColumnDefinitionBuilder) => column.primaryKey().autoIncrement();
const needed = (column: ColumnDefinitionBuilder) => column.notNull();

/** What watches over a send, who approved of a letter, and who ran which command. */
export const guard: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('batches')
      .addColumn('wave', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await createGuards(db);
    await createGuardStops(db);
    await createApprovals(db);
    await createCommandLog(db);
  },
};

async function createGuards(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('guards')
    .addColumn('campaign', 'integer', (column) => column.primaryKey())
    .addColumn('limits', 'text', needed)
    .addColumn('wait_ms', 'bigint')
    .addColumn('passed_at', 'bigint')
    .addColumn('looks', 'text', (column) => column.notNull().defaultTo('[]'))
    .execute();
}

async function createGuardStops(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('guard_stops')
    .addColumn('id', 'integer', key)
    .addColumn('campaign', 'integer', needed)
    .addColumn('kind', 'text', needed)
    .addColumn('subject', 'text', needed)
    .addColumn('share', 'double precision')
    .addColumn('reason', 'text', needed)
    .addColumn('at', 'bigint', needed)
    .addColumn('ended_at', 'bigint')
    .addColumn('ended_how', 'text')
    .addColumn('ended_by', 'text')
    .execute();
  // One of a kind at a time, whoever finds it: several processes may look at once.
  await db.schema
    .createIndex('guard_stops_open')
    .unique()
    .on('guard_stops')
    .columns(['campaign', 'kind', 'subject'])
    .where(sql.ref('ended_at'), 'is', null)
    .execute();
}

async function createApprovals(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('approvals')
    .addColumn('id', 'integer', key)
    .addColumn('hash', 'text', needed)
    .addColumn('who', 'text', needed)
    .addColumn('host', 'text', needed)
    .addColumn('database_user', 'text', needed)
    .addColumn('at', 'bigint', needed)
    .addUniqueConstraint('approvals_once', ['hash', 'who', 'host', 'database_user'])
    .execute();
}

async function createCommandLog(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('command_log')
    .addColumn('id', 'integer', key)
    .addColumn('campaign', 'integer')
    .addColumn('petition', 'text')
    .addColumn('command', 'text', needed)
    .addColumn('who', 'text', needed)
    .addColumn('host', 'text', needed)
    .addColumn('database_user', 'text', needed)
    .addColumn('at', 'bigint', needed)
    .addColumn('ended_at', 'bigint')
    .addColumn('exit_status', 'integer')
    .addColumn('error', 'text')
    .execute();
  for (const column of ['campaign', 'petition']) {
    await db.schema
      .createIndex(`command_log_by_${column}`)
      .on('command_log')
      .column(column)
      .execute();
  }
}
