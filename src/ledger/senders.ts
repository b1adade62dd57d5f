/**
 * Who sends a campaign: one process alone, or any number of workers beside each other. Each holds a
 * lease, and every batch says under whose it was claimed. What a dead one left `sending` becomes
 * `unknown` once whoever comes next sweeps; what the living have in flight is not touched.
 */
import type { Kysely } from 'kysely';
import { EXIT, OutcryError } from '../errors.ts';
import type { CampaignName, CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import type { Taken } from './ledger.ts';
import { describeLife, isAlive, isSelf } from './liveness.ts';
import { acceptProven } from './prove-accepted.ts';
import type { Schema, SenderRow } from './schema.ts';

export const DIED = 'the sending process died before the answer came';

/** Makes this process the campaign's only sender, unless another one is alive. */
export function takeSender(context: LedgerContext, campaign: CampaignNumber): Promise<Taken> {
  return enter(context, campaign, { shares: 0, beside: () => false });
}

/** Makes this process one of the campaign's senders, unless one is alive that sends it alone. */
export function joinSenders(context: LedgerContext, campaign: CampaignNumber): Promise<Taken> {
  return enter(context, campaign, { shares: 1, beside: ({ shares }) => shares === 1 });
}

interface Entry {
  readonly shares: 0 | 1;
  readonly beside: (other: SenderRow) => boolean;
}

async function enter(
  context: LedgerContext,
  campaign: CampaignNumber,
  { shares, beside }: Entry,
): Promise<Taken> {
  return context.transaction(async (tx) => {
    const senders = await sendersOf(tx, campaign);
    if (senders.some((one) => isSelf(context.self, one))) {
      await renewLease(context, tx, campaign);
      return { taken: true };
    }
    const inTheWay = senders.find((one) => isAlive(context, one) && !beside(one));
    if (inTheWay) return { taken: false, by: describeLife(inTheWay) };
    await sweepWithin(context, tx, campaign);
    await lease(context, tx, campaign, shares);
    return { taken: true };
  });
}

async function lease(
  { self, now }: LedgerContext,
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
  shares: 0 | 1,
): Promise<void> {
  const { pid, host, startedAt: started_at } = self;
  const row = { campaign, pid, host, started_at, since: now(), heartbeat: now(), shares };
  await tx.insertInto('senders').values(row).execute();
}

/** Ends the leases of the dead. Gives how many batches of theirs are unknown from here on. */
export async function sweepSenders(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<number> {
  return context.transaction((tx) => sweepWithin(context, tx, campaign));
}

async function sweepWithin(
  context: LedgerContext,
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<number> {
  const dead = (await sendersOf(tx, campaign)).filter((one) => !isAlive(context, one));
  for (const { id } of dead) await tx.deleteFrom('senders').where('id', '=', id).execute();
  const { numUpdatedRows } = await tx
    .updateTable('batches')
    .set({ state: 'unknown', reason: DIED, settled_at: context.now() })
    .where('campaign', '=', campaign)
    .where('state', '=', 'sending')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('senders').select('id').whereRef('senders.id', '=', 'batches.sender'),
        ),
      ),
    )
    .executeTakeFirst();
  await acceptProven(tx, [campaign]);
  return Number(numUpdatedRows);
}

export async function releaseSender(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<void> {
  const { db, self } = context;
  await context.putBack?.(context, campaign);
  const { pid, host, startedAt: started_at } = self;
  await db
    .deleteFrom('senders')
    .where((eb) => eb.and({ campaign, pid, host, started_at }))
    .execute();
}

export async function releaseOthers(
  context: LedgerContext,
  kept: readonly CampaignNumber[],
): Promise<void> {
  const { pid, host, startedAt: started_at } = context.self;
  const rows = await context.db
    .selectFrom('senders')
    .select('campaign')
    .where((eb) => eb.and({ pid, host, started_at }))
    .execute();
  for (const { campaign } of rows as { campaign: CampaignNumber }[]) {
    if (!kept.includes(campaign)) await releaseSender(context, campaign);
  }
}

/** Says that this process is alive, if it is one of the campaign's senders. */
export async function renewLease(
  { self, now }: LedgerContext,
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<void> {
  const { pid, host, startedAt: started_at } = self;
  await tx
    .updateTable('senders')
    .set({ heartbeat: now() })
    .where((eb) => eb.and({ campaign, pid, host, started_at }))
    .execute();
}

/**
 * Gives this process's lease; none where nobody has one, as for whoever tries a claim by hand. Throws an
 * OutcryError (exit 4) if others have, and this process does not.
 */
export async function requireLease(
  { self }: LedgerContext,
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<SenderRow | undefined> {
  const senders = await sendersOf(tx, campaign);
  const own = senders.find((one) => isSelf(self, one));
  if (!own && senders.length > 0) throw senderLost(campaign, senders[0]);
  return own;
}

/** The same, and throws if no process has one any more: then another one has taken over and ended. */
export async function requireOwnLease(
  context: LedgerContext,
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<void> {
  if (!(await requireLease(context, tx, campaign))) throw senderLost(campaign, undefined);
}

/** `sender`: one of those that send it now. */
function senderLost(
  campaign: CampaignNumber,
  sender: Pick<SenderRow, 'pid' | 'host' | 'since'> | undefined,
): OutcryError {
  const other = sender ? `${describeLife(sender)} has` : 'another one had';
  return new OutcryError({
    code: 'sender-lost',
    what: `This process no longer sends campaign ${campaign}: ${other} taken over.`,
    fix: 'Let the other one finish; nobody is mailed twice. To see how far it is, run: outcry status',
    exit: EXIT.stopped,
  });
}

/** The leases under which batches may be in flight. */
export async function livingSenders(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<number[]> {
  const senders = await sendersOf(context.db, campaign);
  return senders.filter((one) => isAlive(context, one)).map(({ id }) => id);
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

async function sendersOf(db: Kysely<Schema>, campaign: CampaignNumber): Promise<SenderRow[]> {
  return db.selectFrom('senders').selectAll().where('campaign', '=', campaign).execute();
}
