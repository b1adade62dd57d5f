/**
 * STORY 2: a click on a sign link → the sign page → a signature → the ledger.
 *
 * A visit leaves nothing but the record of a click; only a posted form signs.
 */
import type { Addressee, Campaign, ClickDraft, Ledger } from './ledger/ledger.ts';
import type { LinkKind, Links } from './links.ts';
import type { Petition } from './terms.ts';
import type { SignForm } from './web/sign-form.ts';

/** What the story needs. */
export interface Desk {
  readonly ledger: Ledger;
  readonly links: Links;
}

/** The recipient whom a link was made for, and the campaign it came with. */
export interface Visitor {
  readonly campaign: Campaign;
  readonly recipient: Addressee;
}

/** How a petition stands, to this visitor. */
export interface Standing {
  readonly petition: Petition;
  readonly lang: string;
  readonly signatures: number;
  readonly hasSigned: boolean;
}

/** Undefined for a link that is not ours, or whose campaign or recipient is no more. */
export async function findVisitor(
  { ledger, links }: Desk,
  kind: LinkKind,
  token: string,
): Promise<Visitor | undefined> {
  const bearer = links.read(kind, token);
  if (!bearer) return undefined;
  const campaign = await ledger.campaignByNumber(bearer.campaign);
  const recipient = await ledger.recipient(bearer.campaign, bearer.recipient);
  return campaign && recipient && { campaign, recipient };
}

export async function recordClick(
  { ledger }: Desk,
  { campaign, recipient }: Visitor,
  visit: Omit<ClickDraft, 'campaign' | 'recipient'>,
): Promise<void> {
  await ledger.recordClick({ campaign: campaign.number, recipient: recipient.number, ...visit });
}

export async function standingOf({ ledger }: Desk, visitor: Visitor): Promise<Standing> {
  const { petition, lang } = petitionFor(visitor);
  const signatures = await ledger.countSignatures(petition.slug);
  const hasSigned = await ledger.hasSigned(petition.slug, visitor.recipient.email);
  return { petition, lang, signatures, hasSigned };
}

/** The petition in the words of the edition that the visitor got. */
export function petitionFor({ campaign, recipient }: Visitor): Pick<Standing, 'petition' | 'lang'> {
  const translation = campaign.translations[recipient.lang];
  return translation
    ? { petition: translation.petition, lang: recipient.lang }
    : { petition: campaign.petition, lang: campaign.lang };
}

/** Signs for the recipient of the link. Signing twice is no error, and counts once. */
export async function sign(
  { ledger }: Desk,
  { campaign, recipient }: Visitor,
  form: SignForm,
): Promise<{ isNew: boolean }> {
  return ledger.recordSignature({
    petition: campaign.petition.slug,
    email: recipient.email,
    firstName: form.first_name,
    lastName: form.last_name,
    postcode: form.postcode,
    country: '',
    comment: form.comment,
    consent: form.consent,
    campaign: campaign.number,
    recipient: recipient.number,
  });
}
