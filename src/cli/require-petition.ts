import { isTest } from '../campaign/test-petition.ts';
import { EXIT, OutcryError } from '../errors.ts';
import type { Campaign, Ledger } from '../ledger/ledger.ts';
import { didYouMean } from '../nearest.ts';

/** The newest campaign of every petition, the newest first; tests are for no petition. */
export async function listPetitions(ledger: Ledger): Promise<Campaign[]> {
  const campaigns = (await ledger.listCampaigns()).filter((campaign) => !isTest(campaign));
  const seen = new Set<string>();
  return campaigns.filter(({ petition: { slug } }) => !seen.has(slug) && seen.add(slug));
}

/** The newest campaign of a petition. Throws an OutcryError that names the nearest. */
export async function requirePetition(ledger: Ledger, slug: string): Promise<Campaign> {
  const petitions = await listPetitions(ledger);
  const found = petitions.find(({ petition }) => petition.slug === slug);
  if (found) return found;
  const slugs = petitions.map(({ petition }) => petition.slug);
  throw new OutcryError({
    code: 'petition-missing',
    what: `There is no petition "${slug}".`,
    fix:
      slugs.length === 0
        ? 'There is none yet in this workspace: a petition begins with the first letter that is sent for it.'
        : `${didYouMean(slug, slugs)} There are: ${slugs.slice(0, 5).join(', ')}.`.trim(),
    exit: EXIT.usage,
  });
}
