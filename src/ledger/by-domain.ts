import { sql } from 'kysely';
import { RULES_VERSION } from '../clicks/rules.ts';
import type { CampaignNumber } from '../terms.ts';
import { petitionOf } from './campaigns.ts';
import type { LedgerContext } from './context.ts';
import { domainOf } from './domain-of.ts';
import { batchOfRecipient, recipientOfSignature } from './joins.ts';
import { judgeNewClicks } from './judge-new-clicks.ts';
import { withKept } from './kept-figures.ts';
import type { DomainFigures } from './report-ledger.ts';
import { validSignatures } from './valid-signatures.ts';

type Column = Exclude<keyof DomainFigures, 'domain'>;
/** So many recipients, in one of the columns. */
export interface DomainCount {
  readonly domain: string;
  readonly column: Column;
  readonly count: number;
}

const NOTHING = {
  recipients: 0,
  accepted: 0,
  delivered: 0,
  bounced: 0,
  dropped: 0,
  complaints: 0,
  clicked: 0,
  signatures: 0,
};
const EVENTS: Readonly<Record<string, Column>> = {
  delivered: 'delivered',
  bounce: 'bounced',
  dropped: 'dropped',
  spamreport: 'complaints',
};

/** Those with the most recipients first, of equal ones by name. */
export async function byDomain(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<DomainFigures[]> {
  await judgeNewClicks(context, campaign);
  const counts = [
    ...(await countRecipients(context, campaign)),
    ...(await countLeftOut(context, campaign)),
    ...(await withKept(
      context.db,
      campaign,
      (since) => countDomainReplies(context, campaign, since),
      (kept, rest) => [...kept.domains, ...rest],
    )),
    ...(await countSigned(context, campaign)),
  ];
  const domains = new Map<string, DomainFigures>();
  for (const { domain, column, count } of counts) {
    const before = domains.get(domain) ?? { domain, ...NOTHING };
    domains.set(domain, { ...before, [column]: before[column] + Number(count) });
  }
  return [...domains.values()].sort(
    (one, other) => other.recipients - one.recipients || (one.domain < other.domain ? -1 : 1),
  );
}

async function countRecipients(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<DomainCount[]> {
  const rows = await db
    .selectFrom('batch_domains')
    .innerJoin('batches', (join) =>
      join
        .onRef('batches.campaign', '=', 'batch_domains.campaign')
        .onRef('batches.number', '=', 'batch_domains.batch'),
    )
    .select((eb) => ['domain', 'state', eb.fn.sum<number>('recipients').as('count')])
    .where('batch_domains.campaign', '=', campaign)
    .groupBy(['domain', 'state'])
    .execute();
  return rows.flatMap(({ domain, state, count }): DomainCount[] => [
    { domain, column: 'recipients', count },
    ...(state === 'accepted' ? [{ domain, column: 'accepted', count } as const] : []),
  ]);
}

/** Who was left out of a batch that was taken: to be taken off. */
async function countLeftOut(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<DomainCount[]> {
  const domain = domainOf(sql.ref('email'));
  const rows = await db
    .selectFrom('recipients')
    .innerJoin('batches', batchOfRecipient)
    .select((eb) => [domain.as('domain'), eb.fn.countAll<number>().as('count')])
    .where('recipients.campaign', '=', campaign)
    .where('recipients.outcome', '=', 'suppressed')
    .where('batches.state', '=', 'accepted')
    .groupBy(domain)
    .execute();
  return rows.map(({ domain, count }) => ({ domain, column: 'accepted', count: -Number(count) }));
}

/** What is known by events and by clicks that are judged. */
export async function countDomainReplies(
  context: LedgerContext,
  campaign: CampaignNumber,
  since: number,
): Promise<DomainCount[]> {
  return [
    ...(await countEvents(context, campaign, since)),
    ...(await countClicked(context, campaign, since)),
  ];
}

/** Each recipient once. What is grouped is an index's own words: it is read in order. */
async function countEvents(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  since: number,
): Promise<DomainCount[]> {
  const domain = domainOf(sql.ref('email'));
  const rows = await db
    .selectFrom('events')
    .select((eb) => [
      'event',
      domain.as('domain'),
      eb.fn.count<number>('recipient').distinct().as('count'),
    ])
    .where('campaign', '=', campaign)
    .where('event', 'in', Object.keys(EVENTS))
    .$if(since > 0, (of) => of.where('at', '>=', since))
    .groupBy(['event', domain])
    .execute();
  return rows.flatMap(({ event, ...counted }) => {
    const column = EVENTS[event];
    return column ? [{ ...counted, column }] : [];
  });
}

async function countClicked(
  context: LedgerContext,
  campaign: CampaignNumber,
  since: number,
): Promise<DomainCount[]> {
  const rows = await context.db
    .selectFrom('clicks')
    .select((eb) => ['domain', eb.fn.countAll<number>().as('count')])
    .where('rules', '=', RULES_VERSION)
    .where('campaign', '=', campaign)
    .where('kind', '=', 'sign')
    .where('is_first', '=', 1)
    .$if(since > 0, (of) => of.where('at', '>=', since))
    .groupBy('domain')
    .execute();
  return rows.map((row) => ({ ...row, column: 'clicked' }));
}

async function countSigned(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<DomainCount[]> {
  const { slug } = await petitionOf(context, campaign);
  const domain = domainOf(sql.ref('recipients.email'));
  const rows = await validSignatures(context.db)
    .innerJoin('recipients', recipientOfSignature)
    .select((eb) => [domain.as('domain'), eb.fn.countAll<number>().as('count')])
    .where('signatures.campaign', '=', campaign)
    .where('signatures.petition', '=', slug)
    .groupBy(domain)
    .execute();
  return rows.map((row) => ({ ...row, column: 'signatures' }));
}
