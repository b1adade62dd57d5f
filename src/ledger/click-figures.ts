import { addClicks, NO_CLICKS } from '../clicks/count-clicks.ts';
import { RULES_VERSION, type RuleName, verdictOf } from '../clicks/rules.ts';
import type { CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { judgeNewClicks } from './judge-new-clicks.ts';
import { withKept } from './kept-figures.ts';
import type { ClickFigures, LinkClicks } from './ledger.ts';

/**
 * Counts every click of a campaign as the rules of today judge it. Only those are judged now that
 * were not before: a million judged ones are counted within an index.
 */
export async function clickFigures(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<ClickFigures> {
  await judgeNewClicks(context, campaign);
  const rows = await withKept(
    context.db,
    campaign,
    (since) => countByRule(context, campaign, since),
    (kept, rest) => [...kept.clicks, ...rest],
  );
  const links = new Map<string, LinkClicks>();
  for (const { rule, count, people, ...link } of rows) {
    const key = [link.lang, link.variant, link.kind, link.link].join('\n');
    const before = links.get(key) ?? { ...link, people: 0, ...NO_CLICKS };
    const counted = {
      ...NO_CLICKS,
      all: count,
      [verdictOf(rule)]: count,
      rules: { [rule]: count },
    };
    links.set(key, { ...before, ...addClicks(before, counted), people: before.people + people });
  }
  const all = [...links.values()];
  const signs = all.filter(({ kind }) => kind === 'sign');
  return { ...signs.reduce(addClicks, NO_CLICKS), links: all };
}

/** Clicks of one link of one edition that one rule has judged. */
export interface RuleClicks
  extends Pick<LinkClicks, 'kind' | 'link' | 'lang' | 'variant' | 'people'> {
  readonly rule: RuleName;
  readonly count: number;
}

export async function countByRule(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  since: number,
): Promise<RuleClicks[]> {
  const columns = ['kind', 'link', 'lang', 'variant', 'rule'] as const;
  const rows = await db
    .selectFrom('clicks')
    .select((eb) => [
      ...columns,
      eb.fn.countAll<number>().as('count'),
      eb.fn.sum<number>('is_first').as('people'),
    ])
    .where('rules', '=', RULES_VERSION)
    .where('campaign', '=', campaign)
    .$if(since > 0, (of) => of.where('at', '>=', since))
    .groupBy(columns)
    .orderBy('kind')
    .orderBy('link')
    .orderBy('lang')
    .orderBy('variant')
    .orderBy('rule')
    .execute();
  const winner = await winnerOf(db, campaign);
  return rows.map((row) => ({
    ...row,
    rule: row.rule as RuleName,
    // What the rest of a trial got was the winner.
    variant: row.variant || winner,
    count: Number(row.count),
    people: Number(row.people),
  }));
}

async function winnerOf(db: LedgerContext['db'], campaign: CampaignNumber): Promise<string> {
  const row = await db
    .selectFrom('trials')
    .select('winner')
    .where('campaign', '=', campaign)
    .executeTakeFirst();
  return row?.winner ?? '';
}
