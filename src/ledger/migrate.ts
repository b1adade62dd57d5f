import { type Kysely, Migrator } from 'kysely';
import { EXIT, OutcryError } from '../errors.ts';
import { migrations } from './migrations/index.ts';
import type { Schema } from './schema.ts';

/**
 * Brings the tables up to date. Refuses (exit 3) a ledger in which a newer Outcry has run
 * migrations that this one does not know. `place` names the ledger for people.
 */
export async function migrate(db: Kysely<Schema>, place: string): Promise<void> {
  const executed = await executedMigrations(db);
  refuseNewer(executed, place);
  if (executed.length === Object.keys(migrations).length) return;
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

function refuseNewer(executed: readonly string[], place: string): void {
  const unknown = executed.filter((name) => !Object.hasOwn(migrations, name));
  if (unknown.length === 0) return;
  throw new OutcryError({
    code: 'ledger-newer',
    what: `The ledger ${place} was last used by a newer Outcry (it has run ${unknown.join(', ')}, which this version does not know).`,
    fix: 'Update Outcry, or work with the workspace that belongs to this version.',
    exit: EXIT.environment,
  });
}

/** The names of those that have run. */
export async function executedMigrations(db: Kysely<Schema>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) return [];
  const rows = await db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .execute();
  return rows.map((row) => row.name);
}
