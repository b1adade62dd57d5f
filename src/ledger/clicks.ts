import type { CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { isHumanClick } from './is-human-click.ts';
import type { ClickDraft, Figures } from './ledger.ts';

/** Keeps the raw facts, so that a better rule can be applied to old clicks. */
export async function recordClick({ db, now }: LedgerContext, click: ClickDraft): Promise<void> {
  const { campaign, recipient, kind, link = null, method, userAgent: user_agent } = click;
  const { purpose = '', network = '' } = click;
  await db
    .insertInto('clicks')
    .values({ campaign, recipient, kind, link, method, user_agent, purpose, network, at: now() })
    .execute();
}

/**
 * Clicks of a campaign's sign links: all, and those that the rule takes for a person's. Whoever has
 * signed is a person: if none of her clicks looks like one, one of them is counted all the same.
 */
export async function countSignClicks(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<Figures['clicks']> {
  const rows = await context.db
    .selectFrom('clicks')
    .select((eb) => ['method', 'user_agent', eb.fn.countAll<number>().as('count')])
    .where('campaign', '=', campaign)
    .where('kind', '=', 'sign')
    .groupBy(['method', 'user_agent'])
    .execute();
  const sum = { all: 0, human: await countSignersTakenForMachines(context, campaign) };
  for (const { method, user_agent: userAgent, count } of rows) {
    sum.all += Number(count);
    if (isHumanClick({ method, userAgent })) sum.human += Number(count);
  }
  return sum;
}

async function countSignersTakenForMachines(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<number> {
  const rows = await db
    .selectFrom('clicks')
    .select(['recipient', 'method', 'user_agent'])
    .distinct()
    .where('campaign', '=', campaign)
    .where('kind', '=', 'sign')
    .where('recipient', 'in', (eb) =>
      eb
        .selectFrom('signatures')
        .select((of) => of.fn.coalesce('recipient', of.lit(0)).as('recipient'))
        .where('campaign', '=', campaign),
    )
    .execute();
  const looksHuman = new Map<number, boolean>();
  for (const { recipient, method, user_agent: userAgent } of rows) {
    looksHuman.set(
      recipient,
      (looksHuman.get(recipient) ?? false) || isHumanClick({ method, userAgent }),
    );
  }
  return [...looksHuman.values()].filter((human) => !human).length;
}
