import { sql, type Transaction } from 'kysely';
import type { BatchNumber, CampaignNumber } from '../../terms.ts';
import { unclaim } from '../claim-batch.ts';
import type { LedgerContext } from '../context.ts';
import { type Departure, depart } from '../depart.ts';
import type { Batch, CampaignState } from '../ledger.ts';
import { isPaced } from '../pace.ts';
import type { Pace, PacedClaim } from '../pace-ledger.ts';
import type { PaceRow, Schema } from '../schema.ts';
import { renewLease, requireLease } from '../senders.ts';
import { FIRST_WAIT_MS } from '../wait-for-others.ts';
import { leaveOutAndRead } from './leave-out.ts';
import { persistently } from './transactions.ts';

type Tx = Transaction<Schema>;

/** What a claim needs to know, in one round trip. */
interface Standing {
  readonly state: CampaignState;
  readonly starts_at: number | null;
  readonly pace: string;
  /** This process's lease. */
  readonly sender: number | null;
  readonly shares: number | null;
  readonly has_senders: boolean;
  readonly held_until: number | null;
  readonly has_accepted: boolean;
}

/** A claim that is being made. */
interface Making {
  readonly paced: boolean;
  /** `claimed_at`: no other claim of this process has the same. */
  readonly at: number;
}

/**
 * A claim in few round trips, and one that does not collide with those of others: each takes the first
 * batch that nobody else is just taking (`skip locked`), where serializable transactions would all take
 * the same one, and all but one be undone. What others must not do meanwhile is kept from them by
 * locks: on the batch, on this process's lease, on the campaign's pace.
 */
export const claimOnPostgres = (
  context: LedgerContext,
  campaign: CampaignNumber,
  making: Making,
): Promise<PacedClaim> =>
  persistently(() =>
    context.db.transaction().execute((tx) => claimWithin(context, tx, campaign, making)),
  );

async function claimWithin(
  context: LedgerContext,
  tx: Tx,
  campaign: CampaignNumber,
  { paced, at }: Making,
): Promise<PacedClaim> {
  const standing = await standingOf(context, tx, campaign);
  if (!standing || !(await isOpen(context, tx, campaign, standing))) return { batch: undefined };
  if (standing.sender === null && standing.has_senders) await requireLease(context, tx, campaign);
  const claiming = { campaign, sender: standing.sender, at };
  if (!paced) return { batch: await nextBatch(context, tx, claiming) };
  const wait = await waitForOthers(context, tx, campaign, standing);
  if (!wait) return claimAtPace(context, tx, claiming, standing);
  await renewLease(context, tx, campaign);
  return wait;
}

async function standingOf(
  { self }: LedgerContext,
  tx: Tx,
  campaign: CampaignNumber,
): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`
    select state, starts_at, pace, own.id as sender, own.shares,
      exists (select from senders where campaign = ${campaign}) as has_senders,
      (select until from holds where name = 'limit') as held_until,
      exists (select from batches where campaign = ${campaign} and state = 'accepted'
        and size > suppressed) as has_accepted
    from campaigns left join senders own
      on own.campaign = campaigns.number and own.pid = ${self.pid}
      and own.host = ${self.host} and own.started_at = ${self.startedAt}
    where campaigns.number = ${campaign}`.execute(tx);
  return rows[0];
}

async function isOpen(
  { now }: LedgerContext,
  tx: Tx,
  campaign: CampaignNumber,
  { state, starts_at }: Standing,
): Promise<boolean> {
  if (state !== 'ready') return state === 'sending';
  if (starts_at !== null && now() < starts_at) return false;
  const { numAffectedRows } = await sql`
    update campaigns set state = 'sending', starts_at = null
    where number = ${campaign} and state in ('ready', 'sending')`.execute(tx);
  return numAffectedRows === 1n;
}

/** Why a worker is to wait, whatever the campaign's own pace. */
async function waitForOthers(
  { now }: LedgerContext,
  tx: Tx,
  campaign: CampaignNumber,
  { shares, held_until, has_accepted }: Standing,
): Promise<PacedClaim | undefined> {
  if (shares !== 1) return undefined;
  const waitMs = (held_until ?? 0) - now();
  if (waitMs > 0) return { waitMs, reason: 'limit' };
  if (has_accepted) return undefined;
  // Whoever gets the lock after the first sees its batch.
  await sql`select pg_advisory_xact_lock(${FIRST_LOCK}, ${campaign})`.execute(tx);
  const { rows } = await sql`
    select from batches where campaign = ${campaign} and state = 'sending' limit 1`.execute(tx);
  return rows.length > 0 ? { waitMs: FIRST_WAIT_MS, reason: 'first' } : undefined;
}

/** "outc", for nobody else's sake. */
const FIRST_LOCK = 0x6f757463;

interface Claiming extends Pick<Making, 'at'> {
  readonly campaign: CampaignNumber;
  /** The lease that it is claimed under. */
  readonly sender: number | null;
}

async function claimAtPace(
  context: LedgerContext,
  tx: Tx,
  claiming: Claiming,
  standing: Standing,
): Promise<PacedClaim> {
  const pace = JSON.parse(standing.pace) as Pace;
  // Locked before the batch: whoever waits for the pace holds no batch that others could take.
  const locked = isPaced(pace) ? await lockPace(context, tx, claiming.campaign) : undefined;
  const batch = await nextBatch(context, tx, claiming);
  if (!batch || !locked) return { batch };
  const departure = await countIn(tx, { ...locked, pace, batch });
  if (departure.mayGo) return { batch };
  await unclaim(tx, batch);
  const { waitMs, reason } = departure;
  return { waitMs, reason };
}

interface Counting extends Locked {
  readonly pace: Pace;
  readonly batch: Batch;
}

async function countIn(tx: Tx, { pace, before, at, batch }: Counting): Promise<Departure> {
  const { departure, standing } = depart(pace, before, batch.recipients.length, at);
  const { left_at, people, day, day_begins, used } = standing;
  await sql`update paces set left_at = ${left_at}, people = ${people}, day = ${day},
    day_begins = ${day_begins}, used = ${used} where campaign = ${batch.campaign}`.execute(tx);
  return departure;
}

/** Where a campaign stands, and what time it is. */
interface Locked {
  readonly before: PaceRow;
  readonly at: number;
}

/**
 * Where the campaign stands, which nobody else changes before this transaction ends, and the time by the
 * server's own clock: what each process knows of that differs by milliseconds, and one rate is for all.
 */
async function lockPace(
  { now, isDatabaseTime }: LedgerContext,
  tx: Tx,
  campaign: CampaignNumber,
): Promise<Locked> {
  const { rows } = await sql<PaceRow & { readonly at: number }>`
    insert into paces (campaign) values (${campaign})
    on conflict (campaign) do update set campaign = excluded.campaign
    returning *, (extract(epoch from clock_timestamp()) * 1000)::bigint as at`.execute(tx);
  const { at, ...before } = rows[0] as PaceRow & { readonly at: number };
  return { before, at: isDatabaseTime ? at : now() };
}

async function nextBatch(
  context: LedgerContext,
  tx: Tx,
  claiming: Claiming,
): Promise<Batch | undefined> {
  const { campaign } = claiming;
  for (;;) {
    const marked = await markNext(context, tx, claiming);
    if (!marked) return undefined;
    const recipients = await leaveOutAndRead(tx, campaign, marked.number, context.now());
    if (recipients.length > 0) return { campaign, ...marked, recipients: [...recipients] };
    await passOver(context, tx, campaign, marked.number);
  }
}

type Marked = Pick<Batch, 'number' | 'claim' | 'lang' | 'variant'>;

/** Undefined, too, if this process's lease was ended a moment ago. */
async function markNext(
  { now }: LedgerContext,
  tx: Tx,
  { campaign, sender, at }: Claiming,
): Promise<Marked | undefined> {
  const { rows } = await sql<Marked & { number: BatchNumber }>`
    with own as (
      update senders set heartbeat = ${now()} where id = ${sender} returning id
    ), winners as (
      select winner from trials where campaign = ${campaign}
    ), chosen as (
      select number from batches
      where campaign = ${campaign} and state = 'planned'
        and not exists (
          select from guard_stops where campaign = ${campaign} and ended_at is null)
        and (wave = 1 or not exists (select from guards
          where campaign = ${campaign} and wait_ms is not null and passed_at is null))
        and (variant <> '' or not exists (select from winners where winner is null))
        and (${sender}::integer is null or exists (select from own))
      order by number limit 1 for update skip locked
    )
    update batches set state = 'sending', reason = '', claimed_at = ${at},
      attempts = attempts + 1, sender = ${sender}
    from chosen where batches.campaign = ${campaign} and batches.number = chosen.number
    returning batches.number, attempts as claim, lang,
      coalesce(nullif(variant, ''), (select winner from winners), '') as variant`.execute(tx);
  return rows[0];
}

/** Nobody is left to mail: nothing is sent, and no request is counted. */
async function passOver(
  { now }: LedgerContext,
  tx: Tx,
  campaign: CampaignNumber,
  batch: BatchNumber,
): Promise<void> {
  await sql`update batches set state = 'accepted', reason = 'everyone suppressed',
    settled_at = ${now()}, attempts = attempts - 1
    where campaign = ${campaign} and number = ${batch}`.execute(tx);
}
