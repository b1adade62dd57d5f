import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Address, BatchNumber, CampaignNumber } from '../../src/terms.ts';
import { address, claimed, draft, recipientNumber, rowsOf, supporter } from './ledgers.ts';

export const ANA = 'anastasia.quill@example.org' as Address;
/** Hers and nobody else's: none of it may be found once she is erased. */
export const HERS = [
  'anastasia.quill',
  'Quillfeather',
  'QF7 0AA',
  'Zembla',
  'my late brother',
  'QuillPhone',
  'network-of-hers',
  'her telephone call',
  'four hundred dollars',
];
export const BROWSER = 'Mozilla/5.0 (QuillPhone 9) Gecko';
export const SLUG = draft.petition.slug;

/** What somebody else did: recipient 1 of each campaign, and a suppressed address. */
export const BEN = address('ben');

/**
 * Everything that a ledger can hold about a supporter, and some of others beside it. Two campaigns: the
 * first was sent, with a batch of hers accepted; the second waits, and she is to get it.
 */
export async function liveALife(
  ledger: Ledger,
): Promise<{ sent: CampaignNumber; waiting: CampaignNumber }> {
  const sent = await aCampaign(ledger, 'first');
  await ledger.takeSender(sent);
  const batch = await claimed(ledger, sent);
  await ledger.settleBatch(batch, { state: 'accepted', messageId: 'm1' });
  const waiting = await aCampaign(ledger, 'second');
  await ledger.releaseSender(sent);
  await reply(ledger, sent);
  await ledger.recordEvents([
    event(sent, 1, 'delivered', ANA),
    event(sent, 1, 'bounce', ANA, 'bounced'),
    event(sent, 2, 'delivered', BEN),
  ]);
  await ledger.choose({ ...choice(sent), choice: 'petition' });
  await ledger.choose({ ...choice(sent), choice: 'none' });
  await ledger.recordTest(draft.hash, ANA);
  return { sent, waiting };
}

async function aCampaign(ledger: Ledger, name: string): Promise<CampaignNumber> {
  const { number } = await ledger.openCampaign({ ...draft, name });
  const fields = { last_name: 'Quillfeather', gift: 'four hundred dollars' };
  const rows = [
    { ...supporter('ana', 2), email: ANA, fields },
    supporter('ben', 3),
    { ...supporter('ana', 4), email: ANA, fields },
    {
      file: 'lists/a.csv',
      line: 5,
      email: 'Ana <ANASTASIA.Quill@example.org>',
      reason: 'invalid' as const,
      detail: 'the row has 9 cells, but the list has 3 columns',
    },
    {
      file: 'lists/a.csv',
      line: 6,
      email: 'no-anastasia.quil@example.org',
      reason: 'invalid' as const,
      detail: 'the cell "notes" is longer than 1,000 characters',
    },
  ];
  await ledger.freezeAudience(number, rowsOf(rows), 10);
  return number;
}

async function reply(ledger: Ledger, campaign: CampaignNumber): Promise<void> {
  const click = {
    campaign,
    recipient: recipientNumber(1),
    method: 'GET',
    network: 'network-of-hers',
  };
  await ledger.recordClick({ ...click, kind: 'sign', userAgent: BROWSER, purpose: '' });
  await ledger.recordClick({
    ...click,
    kind: 'trap',
    userAgent: 'Mozilla/5.0 Scan of Quillfeather',
  });
  const signature = {
    petition: SLUG,
    email: ANA,
    firstName: 'Ana',
    lastName: 'Quillfeather',
    postcode: 'QF7 0AA',
    country: 'Zembla',
    comment: 'For my late brother',
    consent: true,
    consents: ['show'],
    network: 'network-of-hers',
  };
  const nobody = { campaign: undefined, recipient: undefined };
  await ledger.recordSignature({ ...signature, campaign, recipient: recipientNumber(1) });
  const hers = await ledger.signatureOf(SLUG, ANA);
  await ledger.recordSignature({ ...signature, ...nobody, email: BEN, ...bens, sharedBy: hers });
  if (hers) await ledger.decideComment(hers, 'shown');
  const { consents: _, ...typed } = signature;
  await ledger.keepPending({ ...typed, petition: 'another', lang: 'en' });
}

const bens = {
  firstName: 'Ben',
  lastName: 'Ox',
  postcode: '1',
  country: 'US',
  comment: '',
  consents: [],
  network: 'network-of-his',
};

const choice = (campaign: CampaignNumber) => ({
  email: ANA,
  petition: SLUG,
  campaign,
  detail: 'in her telephone call',
});

export function event(
  campaign: CampaignNumber,
  recipient: number,
  name: string,
  email: Address,
  suppress?: 'bounced',
) {
  return {
    identity: `${campaign}/${recipient}/${name}/${email.length}`,
    campaign,
    batch: 1 as BatchNumber,
    recipient: recipientNumber(recipient),
    email,
    event: name,
    at: 1,
    suppress,
    detail: `550 <${email}>: no such mailbox`,
    raw: JSON.stringify({ event: name, email, reason: `550 <${email}>: no such mailbox` }),
  };
}
