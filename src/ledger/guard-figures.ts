import { sql } from 'kysely';
import type { DomainCounts, GuardFigures } from '../guard/guard.ts';
import type { CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { domainOf } from './domain-of.ts';
import { countUnsubscribes } from './figures.ts';

/** Those with the most bounces; each is asked for by itself. */
const MOST_DOMAINS = 20;

/**
 * What the guard judges by. Of the many events (processed, delivered) only an index is counted; people
 * are told apart among the few (bounces, complaints), and mail domains where there are bounces.
 */
export async function guardFigures(
  context: LedgerContext,
  campaign: CampaignNumber,
  leastBounces: number,
): Promise<GuardFigures> {
  const sent = await countSent(context, campaign);
  const bounces = await bouncesByDomain(context, campaign);
  const bounced = bounces.reduce((sum, { count }) => sum + count, 0);
  const delivered = await countEvents(context, campaign, 'delivered');
  const processed = await countEvents(context, campaign, 'processed');
  const dropped = await countEvents(context, campaign, 'dropped');
  const suspects = bounces.filter(({ count }) => count >= leastBounces);
  return {
    ...sent,
    heard: Math.min(sent.accepted, Math.max(processed, delivered + bounced) + dropped),
    delivered,
    bounced,
    complaints: await countPeople(context, campaign, 'spamreport'),
    unsubscribes: await countUnsubscribes(context, campaign),
    domains: await countDomains(context, campaign, suspects),
  };
}

async function countSent({ db }: LedgerContext, campaign: CampaignNumber) {
  const rows = await db
    .selectFrom('batches')
    .select((eb) => [
      'state',
      eb.fn.sum<number>('size').as('recipients'),
      eb.fn.sum<number>(eb('size', '-', eb.ref('suppressed'))).as('mailed'),
    ])
    .where('campaign', '=', campaign)
    .groupBy('state')
    .execute();
  const mailed = (state: string) => Number(rows.find((row) => row.state === state)?.mailed ?? 0);
  return {
    recipients: rows.reduce((sum, { recipients }) => sum + Number(recipients), 0),
    accepted: mailed('accepted'),
    refused: mailed('refused'),
  };
}

async function countEvents(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  event: string,
  domain?: string,
): Promise<number> {
  let counted = db
    .selectFrom('events')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('campaign', '=', campaign)
    .where('event', '=', event);
  if (domain !== undefined) counted = counted.where(domainOf(sql.ref('email')), '=', domain);
  const { count } = await counted.executeTakeFirstOrThrow();
  return Number(count);
}

async function countPeople(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  event: string,
): Promise<number> {
  const { count } = await db
    .selectFrom('events')
    .select((eb) => eb.fn.count<number>('recipient').distinct().as('count'))
    .where('campaign', '=', campaign)
    .where('event', '=', event)
    .executeTakeFirstOrThrow();
  return Number(count);
}

interface DomainBounces {
  readonly domain: string;
  readonly count: number;
}

async function bouncesByDomain(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<DomainBounces[]> {
  const domain = domainOf(sql.ref('email'));
  const rows = await db
    .selectFrom('events')
    .select((eb) => [domain.as('domain'), eb.fn.count<number>('recipient').distinct().as('count')])
    .where('campaign', '=', campaign)
    .where('event', '=', 'bounce')
    .groupBy(domain)
    .execute();
  return rows.map((row) => ({ domain: row.domain, count: Number(row.count) }));
}

/** Those who were erased are at no domain. */
async function countDomains(
  context: LedgerContext,
  campaign: CampaignNumber,
  suspects: readonly DomainBounces[],
): Promise<DomainCounts[]> {
  const known = suspects
    .filter(({ domain }) => domain !== '')
    .sort((one, other) => other.count - one.count)
    .slice(0, MOST_DOMAINS);
  if (known.length === 0) return [];
  const rows = await context.db
    .selectFrom('batch_domains')
    .select((eb) => ['domain', eb.fn.sum<number>('recipients').as('recipients')])
    .where('campaign', '=', campaign)
    .where(
      'domain',
      'in',
      known.map(({ domain }) => domain),
    )
    .groupBy('domain')
    .execute();
  const counts: DomainCounts[] = [];
  for (const { domain, count: bounced } of known) {
    const recipients = Number(rows.find((row) => row.domain === domain)?.recipients ?? 0);
    const delivered = await countEvents(context, campaign, 'delivered', domain);
    counts.push({ domain, recipients, delivered, bounced });
  }
  return counts;
}

export async function hasEvents({ db }: LedgerContext): Promise<boolean> {
  const row = await db.selectFrom('events').select('identity').limit(1).executeTakeFirst();
  return row !== undefined;
}
