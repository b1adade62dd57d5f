import type { ExpressionBuilder, Kysely } from 'kysely';
import { EXIT, OutcryError, systemCode } from '../errors.ts';
import type { CampaignName, CampaignNumber } from '../terms.ts';
import type { LedgerContext, Process } from './context.ts';
import { acceptProven } from './prove-accepted.ts';
import type { Schema, SenderRow } from './schema.ts';

/** A sender on another machine that has not been heard of for so long (ms) counts as dead. */
const SILENCE_MS = 60_000;
export const DIED = 'the sending process died before the answer came';

/**
 * Makes this process the campaign's only sender, unless another one is alive. What a dead one left
 * `sending` becomes `unknown`, or accepted if events have proven it meanwhile.
 */
export async function takeSender(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<{ taken: true } | { taken: false; by: string }> {
  return context.transaction(async (tx) => {
    const sender = await senderOf(tx, campaign);
    if (sender && isSelf(context.self, sender)) {
      await renewLease(context, tx, campaign);
      return { taken: true };
    }
    if (sender && isAlive(context, sender)) return { taken: false, by: describe(sender) };
    await lease(context, tx, campaign);
    await holdAsUnknown(context, tx, campaign);
    return { taken: true };
  });
}

async function lease(
  { self, now }: LedgerContext,
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<void> {
  const { pid, host, startedAt } = self;
  const row = { pid, host, started_at: startedAt, since: now(), heartbeat: now() };
  await tx
    .insertInto('senders')
    .values({ campaign, ...row })
    .onConflict((conflict) => conflict.column('campaign').doUpdateSet(row))
    .execute();
}

async function holdAsUnknown(
  { now }: LedgerContext,
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<void> {
  await tx
    .updateTable('batches')
    .set({ state: 'unknown', reason: DIED, settled_at: now() })
    .where('campaign', '=', campaign)
    .where('state', '=', 'sending')
    .execute();
  await acceptProven(tx, [campaign]);
}

export async function releaseSender(
  { db, self }: LedgerContext,
  campaign: CampaignNumber,
): Promise<void> {
  await db.deleteFrom('senders').where('campaign', '=', campaign).where(heldBy(self)).execute();
}

/** Says that this process is alive, if it is the campaign's sender. */
export async function renewLease(
  { self, now }: LedgerContext,
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<void> {
  await tx
    .updateTable('senders')
    .set({ heartbeat: now() })
    .where('campaign', '=', campaign)
    .where(heldBy(self))
    .execute();
}

/** Throws an OutcryError (exit 4) if another process is the campaign's sender. */
export async function requireLease(
  { self }: LedgerContext,
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<void> {
  const sender = await senderOf(tx, campaign);
  if (sender && !isSelf(self, sender)) throw senderLost(campaign, sender);
}

/** The same, and if no process is any more: then another one has taken over and ended. */
export async function requireOwnLease(
  { self }: LedgerContext,
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<void> {
  const sender = await senderOf(tx, campaign);
  if (!sender || !isSelf(self, sender)) throw senderLost(campaign, sender);
}

function heldBy({ pid, host, startedAt }: Process) {
  return (eb: ExpressionBuilder<Schema, 'senders'>) => eb.and({ pid, host, started_at: startedAt });
}

function senderLost(campaign: CampaignNumber, sender: SenderRow | undefined): OutcryError {
  const other = sender ? `${describe(sender)} has` : 'another one had';
  return new OutcryError({
    code: 'sender-lost',
    what: `This process no longer sends campaign ${campaign}: ${other} taken over.`,
    fix: 'Let the other one finish; nobody is mailed twice. To see how far it is, run: outcry status',
    exit: EXIT.stopped,
  });
}

/** True while a process that may hold batches in flight is alive. */
export async function hasLiveSender(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<boolean> {
  const sender = await senderOf(context.db, campaign);
  return sender !== undefined && (isSelf(context.self, sender) || isAlive(context, sender));
}

/** A campaign that a living process is sending. */
export async function campaignUnderWay(context: LedgerContext): Promise<CampaignName | undefined> {
  const senders = await context.db
    .selectFrom('senders')
    .innerJoin('campaigns', 'campaigns.number', 'senders.campaign')
    .selectAll('senders')
    .select('campaigns.name')
    .execute();
  const live = senders.find((sender) => isAlive(context, sender));
  return live?.name as CampaignName | undefined;
}

async function senderOf(
  db: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<SenderRow | undefined> {
  return db.selectFrom('senders').selectAll().where('campaign', '=', campaign).executeTakeFirst();
}

function isSelf(self: Process, sender: SenderRow): boolean {
  return (
    sender.pid === self.pid && sender.host === self.host && sender.started_at === self.startedAt
  );
}

function isAlive({ self, now, bootedAt }: LedgerContext, sender: SenderRow): boolean {
  if (sender.host !== self.host) return now() - sender.heartbeat <= SILENCE_MS;
  // The same pid, but not this process: an earlier one had it, as in a container started again.
  if (sender.pid === self.pid || sender.heartbeat < bootedAt) return false;
  return isRunning(sender.pid);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

function describe({ pid, host, since }: SenderRow): string {
  return `process ${pid} on host ${host}, since ${localTime(since)}`;
}

/** As `2026-11-24 10:32`, on the clock of the person who reads it. */
function localTime(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
