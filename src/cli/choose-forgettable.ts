import { EXIT, OutcryError } from '../errors.ts';
import type { Campaign, Forgettable, Ledger, StillNeeded } from '../ledger/ledger.ts';
import { requireCampaign } from './require-campaign.ts';

/** A campaign whose people can be forgotten, and what is known of them. */
export interface Old extends Forgettable {
  readonly campaign: Campaign;
}

type Why = (name: string) => { readonly what: string; readonly fix: string };
const WHY: Readonly<Record<StillNeeded, Why>> = {
  unfinished: (name) => ({
    what: `${name} is not over: it still has people to mail.`,
    fix: `To end it, run: outcry cancel ${name}`,
  }),
  unknown: (name) => ({
    what: `${name} has batches of which nobody knows whether they were sent.`,
    fix: `Decide about them with: outcry reconcile ${name}`,
  }),
  recent: (name) => ({
    what: `${name} has mailed people within the last 30 days: who wants one letter a month is known by that.`,
    fix: 'Wait until it is older.',
  }),
};

/**
 * The campaigns that are named, or whose last letter left before that day (YYYY-MM-DD, UTC). Throws an
 * OutcryError for a named one that is still needed; of the others, `kept` says why.
 */
export async function chooseForgettable(
  ledger: Ledger,
  names: readonly string[],
  before: string | undefined,
): Promise<{ chosen: Old[]; kept: string[] }> {
  if ((names.length === 0) === (before === undefined)) throw misused();
  const kept: string[] = [];
  const chosen: Old[] = [];
  for (const old of before === undefined
    ? await namedOnes(ledger, names)
    : await olderOnes(ledger, before)) {
    const { campaign, needed } = old;
    const why = needed && WHY[needed](campaign.name);
    if (why && before === undefined) throw stillNeeded(why);
    if (why) kept.push(`Kept: ${why.what} ${why.fix}`);
    else if (old.forgottenAt === undefined || sumOf([old]) > 0) chosen.push(old);
  }
  return { chosen, kept };
}

async function namedOnes(ledger: Ledger, names: readonly string[]): Promise<Old[]> {
  const found: Old[] = [];
  for (const name of new Set(names)) {
    const campaign = await requireCampaign(ledger, name);
    found.push({ campaign, ...(await ledger.forgettable(campaign.number)) });
  }
  return found;
}

async function olderOnes(ledger: Ledger, before: string): Promise<Old[]> {
  const found: Old[] = [];
  for (const campaign of (await ledger.listCampaigns()).reverse()) {
    if (campaign.createdAt >= Date.parse(before)) continue;
    const old = { campaign, ...(await ledger.forgettable(campaign.number)) };
    if ((old.lastLeftAt ?? campaign.createdAt) < Date.parse(before)) found.push(old);
  }
  return found;
}

/** How many rows go. */
export function sumOf(chosen: readonly Old[]): number {
  return chosen
    .flatMap(({ rows }) => Object.values(rows) as number[])
    .reduce((sum, count) => sum + count, 0);
}

function stillNeeded(why: ReturnType<Why>): OutcryError {
  return new OutcryError({ code: 'campaign-needed', ...why, exit: EXIT.usage });
}

function misused(): OutcryError {
  return new OutcryError({
    code: 'usage',
    what: 'It is not said which campaigns are meant.',
    fix: 'Name campaigns, or say --before 2025-12-31 for all whose last letter left before that day; not both.',
    exit: EXIT.usage,
  });
}
