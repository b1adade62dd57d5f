import { addClicks, countJudged, NO_CLICKS } from '../clicks/count-clicks.ts';
import { judgeClicks } from '../clicks/judge-clicks.ts';
import type { CampaignNumber } from '../terms.ts';
import { clicksByRecipient, type KeptClick } from './clicks-by-recipient.ts';
import type { LedgerContext } from './context.ts';
import type { ClickFigures, LinkClicks } from './ledger.ts';

/**
 * Judges every click of a campaign by the rules of today, and counts. Recipient by recipient, so
 * that memory does not grow with their number.
 */
export async function clickFigures(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<ClickFigures> {
  const links = new Map<string, LinkClicks>();
  for await (const { clicks, signedAt } of clicksByRecipient(context, campaign)) {
    const judged = judgeClicks({ clicks, signedAt });
    for (const [key, indexes] of byLink(clicks)) {
      const [first = 0] = indexes;
      const counted = countJudged(indexes.flatMap((index) => judged[index] ?? []));
      const before = links.get(key) ?? noClicksOf(clicks[first] as KeptClick);
      const people = before.people + (counted.human > 0 ? 1 : 0);
      links.set(key, { ...before, ...addClicks(before, counted), people });
    }
  }
  const all = [...links.values()];
  const signs = all.filter(({ kind }) => kind === 'sign');
  return { ...signs.reduce(addClicks, NO_CLICKS), links: all };
}

function byLink(clicks: readonly KeptClick[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, { lang, variant, kind, link }] of clicks.entries()) {
    const key = [lang, variant, kind, link].join('\n');
    const indexes = groups.get(key) ?? [];
    indexes.push(index);
    groups.set(key, indexes);
  }
  return groups;
}

function noClicksOf({ lang, variant, kind, link }: KeptClick): LinkClicks {
  return { lang, variant, kind, link, people: 0, ...NO_CLICKS };
}
