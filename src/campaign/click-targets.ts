import type { Addressee, Campaign, Ledger } from '../ledger/ledger.ts';
import { createUncounted } from '../message/personalise.ts';
import type { CampaignNumber } from '../terms.ts';
import { editionIn } from './editions.ts';
import { openEnvelope } from './envelope.ts';

/** Where a tracked link leads: to an address that stands in the letter; the trap to its petition. */
export type ClickTarget =
  | { readonly kind: 'link'; readonly url: string }
  | { readonly kind: 'trap'; readonly petition: string };

type TargetOf = (recipient: Addressee, link: number) => ClickTarget | undefined;

/** Letters that are held open: more than go out in a week or two. */
const MOST_LETTERS = 20;

/**
 * Finds what a tracked link of a campaign's letter leads to: a letter never changes once it is sent,
 * so each is read once. Undefined for a link that the letter does not have.
 */
export function createClickTargets(
  ledger: Pick<Ledger, 'campaignByNumber'>,
): (campaign: CampaignNumber) => Promise<TargetOf | undefined> {
  const letters = new Map<CampaignNumber, TargetOf>();
  return async (number) => {
    const known = letters.get(number);
    if (known) return known;
    const campaign = await ledger.campaignByNumber(number);
    if (!campaign) return undefined;
    const targetOf = openLetter(campaign);
    letters.set(number, targetOf);
    const [oldest] = letters.keys();
    if (letters.size > MOST_LETTERS && oldest !== undefined) letters.delete(oldest);
    return targetOf;
  };
}

function openLetter({ envelope, petition }: Campaign): TargetOf {
  const { editions } = openEnvelope(envelope);
  const urls = new Map(editions.map(({ message }) => [message, createUncounted(message)]));
  return ({ lang, variant, email, fields }, link) => {
    const { message } = editionIn(editions, lang, variant);
    const tracked = message.tracked[link];
    if (!tracked) return undefined;
    if (tracked.kind === 'trap') return { kind: 'trap', petition: petition.slug };
    const url = webAddress(urls.get(message)?.({ ...fields, email })(link) ?? '');
    return url === undefined ? undefined : { kind: 'link', url };
  };
}

/** As a header can carry it. Whatever is no web address is not followed, wherever it comes from. */
function webAddress(url: string): string | undefined {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  return new URL(url).href;
}
