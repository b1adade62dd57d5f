import type { CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { isHumanClick } from './is-human-click.ts';
import type { ClickDraft, Figures } from './ledger.ts';

/** Keeps the raw facts, so that a better rule can be applied to old clicks. */
export async function recordClick({ db, now }: LedgerContext, click: ClickDraft): Promise<void> {
  const { campaign, recipient, kind, method, userAgent } = click;
  await db
    .insertInto('clicks')
    .values({ campaign, recipient, kind, method, user_agent: userAgent, at: now() })
    .execute();
}

/** Clicks of a campaign's sign links: all, and those that the rule takes for a person's. */
export async function countSignClicks(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<Figures['clicks']> {
  const rows = await db
    .selectFrom('clicks')
    .select((eb) => ['method', 'user_agent', eb.fn.countAll<number>().as('count')])
    .where('campaign', '=', campaign)
    .where('kind', '=', 'sign')
    .groupBy(['method', 'user_agent'])
    .execute();
  const sum = { all: 0, human: 0 };
  for (const { method, user_agent: userAgent, count } of rows) {
    sum.all += Number(count);
    if (isHumanClick({ method, userAgent })) sum.human += Number(count);
  }
  return sum;
}
