import { EXIT, OutcryError } from '../errors.ts';
import type { Campaign, Ledger } from '../ledger/ledger.ts';
import { didYouMean } from '../nearest.ts';

/** The campaign of this name. Throws an OutcryError that names the nearest. */
export async function requireCampaign(ledger: Ledger, name: string): Promise<Campaign> {
  const campaign = await ledger.findCampaign(name);
  if (campaign) return campaign;
  const names = (await ledger.listCampaigns()).map((known) => known.name);
  const recent = names.slice(0, 3).join(', ');
  throw new OutcryError({
    code: 'campaign-missing',
    what: `There is no campaign "${name}".`,
    fix:
      names.length === 0
        ? 'There is none yet in this workspace. Make one with: outcry send'
        : `${didYouMean(name, names)} The newest: ${recent}.`.trim(),
    exit: EXIT.usage,
  });
}
