import type { Kysely } from 'kysely';
import type { Finding, GuardKind, GuardLimits } from '../guard/guard.ts';
import type { Look } from '../guard/judge-looks.ts';
import type { CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import type { Guard, GuardDraft, GuardStop, Wave } from './guard-ledger.ts';
import type { GuardStopRow } from './guard-schema.ts';
import type { Schema } from './schema.ts';

export async function openGuard(
  tx: Kysely<Schema>,
  campaign: number,
  { limits, waitMs }: GuardDraft,
): Promise<void> {
  const values = { campaign, limits: JSON.stringify(limits), wait_ms: waitMs ?? null };
  await tx.insertInto('guards').values(values).execute();
}

export async function guardOf(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<Guard | undefined> {
  const row = await db
    .selectFrom('guards')
    .selectAll()
    .where('campaign', '=', campaign)
    .executeTakeFirst();
  if (!row) return undefined;
  const { limits, looks, wait_ms: waitMs, passed_at } = row;
  const passedAt = passed_at ?? undefined;
  return {
    limits: JSON.parse(limits) as GuardLimits,
    looks: JSON.parse(looks) as Look[],
    wave: waitMs === null ? undefined : await waveOf(db, campaign, { waitMs, passedAt }),
  };
}

async function waveOf(
  db: Kysely<Schema>,
  campaign: CampaignNumber,
  wave: Omit<Wave, 'recipients'>,
): Promise<Wave> {
  const { recipients } = await db
    .selectFrom('batches')
    .select((eb) => eb.fn.sum<number | null>('size').as('recipients'))
    .where('campaign', '=', campaign)
    .where('wave', '=', 1)
    .executeTakeFirstOrThrow();
  return { recipients: Number(recipients ?? 0), ...wave };
}

export async function keepLooks(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  looks: readonly Look[],
): Promise<void> {
  await db
    .updateTable('guards')
    .set({ looks: JSON.stringify(looks) })
    .where('campaign', '=', campaign)
    .execute();
}

export async function guardStops(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<GuardStop[]> {
  const rows = await db
    .selectFrom('guard_stops')
    .selectAll()
    .where('campaign', '=', campaign)
    .orderBy('id')
    .execute();
  return rows.map(toStop);
}

function toStop({ kind, subject, share, reason, at, ...row }: GuardStopRow): GuardStop {
  const { ended_at, ended_how, ended_by } = row;
  const ended =
    ended_at === null || ended_how === null
      ? undefined
      : { at: ended_at, how: ended_how, by: ended_by ?? '' };
  return { kind, subject, share, reason, at, ended };
}

export async function stopByGuard(
  { now, transaction }: LedgerContext,
  campaign: CampaignNumber,
  findings: readonly Finding[],
): Promise<void> {
  await transaction(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('campaigns')
      .set({ state: 'paused' })
      .where('number', '=', campaign)
      .where('state', 'in', ['ready', 'sending', 'paused'])
      .executeTakeFirst();
    // What is done or cancelled needs no stop.
    if (numUpdatedRows === 0n) return;
    for (const { kind, subject, share, reason } of findings) {
      await tx
        .insertInto('guard_stops')
        .values({ campaign, kind, subject, share, reason, at: now() })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  });
}

export async function endGuardStops(
  { db, now }: LedgerContext,
  campaign: CampaignNumber,
  kinds: readonly GuardKind[],
  how: 'despite' | 'mended',
  by: string,
): Promise<void> {
  if (kinds.length === 0) return;
  await db
    .updateTable('guard_stops')
    .set({ ended_at: now(), ended_how: how, ended_by: by })
    .where('campaign', '=', campaign)
    .where('kind', 'in', kinds)
    .where('ended_at', 'is', null)
    .execute();
}

/** When its last batch was settled; undefined as long as one is not. */
export async function waveSent(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<number | undefined> {
  const { open, settled } = await db
    .selectFrom('batches')
    .select((eb) => [
      eb.fn.max('settled_at').as('settled'),
      eb.fn
        .sum<number | null>(
          eb
            .case()
            .when('state', 'in', ['planned', 'sending'])
            .then(eb.lit(1))
            .else(eb.lit(0))
            .end(),
        )
        .as('open'),
    ])
    .where('campaign', '=', campaign)
    .where('wave', '=', 1)
    .executeTakeFirstOrThrow();
  return Number(open) > 0 ? undefined : (settled ?? undefined);
}

export async function passWave(
  { db, now }: LedgerContext,
  campaign: CampaignNumber,
): Promise<void> {
  await db
    .updateTable('guards')
    .set({ passed_at: now() })
    .where('campaign', '=', campaign)
    .where('passed_at', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('guard_stops')
            .select('id')
            .where('guard_stops.campaign', '=', campaign)
            .where('guard_stops.ended_at', 'is', null),
        ),
      ),
    )
    .execute();
}
