import { EXIT, OutcryError } from '../errors.ts';
import { formatCount } from '../format-count.ts';
import type { Campaign, Ledger } from '../ledger/ledger.ts';

/**
 * A name made by default gets a number where it is taken. One that somebody has typed was meant:
 * throws an OutcryError if the ledger had to give another.
 */
export async function refuseTakenName(
  wished: string | undefined,
  opened: Campaign,
  ledger: Ledger,
): Promise<void> {
  if (wished === undefined || opened.name === wished) return;
  const holder = await ledger.findCampaign(wished);
  if (!holder) throw new Error(`The ledger gave ${opened.name} for ${wished}, which is free.`);
  const { accepted, unknown } = await ledger.tally(holder.number);
  const mailed = accepted + unknown;
  const whom = mailed === 0 ? 'nobody mailed yet' : `${formatCount(mailed)} mailed already`;
  const canGoOn = holder.state !== 'done' && holder.state !== 'freezing';
  throw new OutcryError({
    code: 'campaign-exists',
    what: `There is a campaign ${wished} already (${holder.state}, ${whom}).`,
    fix: canGoOn
      ? `Go on with: outcry resume ${wished}; or choose another name.`
      : 'Choose another name.',
    exit: EXIT.usage,
  });
}
