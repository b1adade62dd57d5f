import { openAddressTable } from '../audience/address-table.ts';
import type { MailedCampaign } from '../audience/select-rows.ts';
import { formatCount } from '../format-count.ts';
import type { Campaign, Ledger } from '../ledger/ledger.ts';
import type { Problem } from '../problem.ts';
import type { RecipientNumber } from '../terms.ts';

const PAGE = 5000;

type Book = Pick<Ledger, 'mailedPage' | 'tally'>;

/**
 * Whom a campaign has mailed, or may have, in about 30 bytes each: read before an audience is frozen,
 * for the ledger cannot be asked meanwhile.
 */
export async function readMailed(campaign: Campaign, ledger: Book): Promise<MailedCampaign> {
  const mailed = openAddressTable({ exact: true });
  let after: RecipientNumber | undefined;
  do {
    const { emails, last } = await ledger.mailedPage(campaign.number, { after, limit: PAGE });
    for (const email of emails) mailed.keep(email, 0);
    after = last;
  } while (after !== undefined);
  return { name: campaign.name, mailed, warning: await unfinished(campaign, ledger) };
}

async function unfinished(
  { number, name, state }: Campaign,
  ledger: Book,
): Promise<Problem | undefined> {
  const { planned } = await ledger.tally(number);
  if (state === 'cancelled' || planned === 0) return undefined;
  const people = `${formatCount(planned)} ${planned === 1 ? 'person' : 'people'}`;
  return {
    severity: 'warning',
    code: 'exclude-unfinished',
    what: `${name} (${state}) is still to mail ${people}, who ${planned === 1 ? 'is' : 'are'} not left out.`,
    fix: `If it is not to be sent any more: outcry cancel ${name}`,
  };
}
