import { sql } from 'kysely';
import type { CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import type { Approval, CommandEntry, KnownPerson, Person, Subject } from './oversight-ledger.ts';

export async function known(context: LedgerContext, person: Person): Promise<KnownPerson> {
  return { ...person, databaseUser: await databaseUser(context) };
}

/** A file has no users of its own. */
async function databaseUser({ db, isShared }: LedgerContext): Promise<string> {
  if (!isShared) return '';
  const { rows } = await sql<{ name: string }>`select current_user as name`.execute(db);
  return rows[0]?.name ?? '';
}

export async function approve(context: LedgerContext, hash: string, person: Person): Promise<void> {
  const { user, host } = person;
  const database_user = await databaseUser(context);
  await context.db
    .insertInto('approvals')
    .values({ hash, who: user, host, database_user, at: context.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function approvalsOf({ db }: LedgerContext, hash: string): Promise<Approval[]> {
  const rows = await db
    .selectFrom('approvals')
    .selectAll()
    .where('hash', '=', hash)
    .orderBy('id')
    .execute();
  return rows.map(({ who: user, host, database_user: databaseUser, at }) => ({
    user,
    host,
    databaseUser,
    at,
  }));
}

export async function beginCommand(
  context: LedgerContext,
  subject: Subject,
  command: string,
  { user, host }: Person,
): Promise<number> {
  const { id } = await context.db
    .insertInto('command_log')
    .values({
      campaign: 'campaign' in subject ? subject.campaign : null,
      petition: 'petition' in subject ? subject.petition : null,
      command,
      who: user,
      host,
      database_user: await databaseUser(context),
      at: context.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function endCommand(
  { db, now }: LedgerContext,
  entry: number,
  exit: number,
  error: string | undefined,
): Promise<void> {
  await db
    .updateTable('command_log')
    .set({ ended_at: now(), exit_status: exit, error: error ?? null })
    .where('id', '=', entry)
    .execute();
}

export async function commandsOf(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  petition: string,
): Promise<CommandEntry[]> {
  const rows = await db
    .selectFrom('command_log')
    .selectAll()
    .where((eb) => eb.or([eb('campaign', '=', campaign), eb('petition', '=', petition)]))
    .orderBy('id')
    .execute();
  return rows.map(({ command, who, host, database_user, at, ended_at, exit_status, error }) => ({
    command,
    user: who,
    host,
    databaseUser: database_user,
    at,
    ended:
      ended_at === null || exit_status === null
        ? undefined
        : { at: ended_at, exit: exit_status, error: error ?? undefined },
  }));
}
