/**
 * STORY 2: a click on a sign link → the sign page → a signature → the ledger.
 *
 * A visit leaves nothing but the record of a click; only a posted form signs.
 */
import { closedSince } from './closing.ts';
import type { Addressee, Campaign, Ledger } from './ledger/ledger.ts';
import type { LinkKind, Links } from './links.ts';
import type { Petition, SignatureNumber } from './terms.ts';
import type { SignForm } from './web/sign-form.ts';

/** What the story needs. */
export interface Desk {
  readonly ledger: Ledger;
  readonly links: Links;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The zone of the days on which petitions close (IANA); this machine's unless said. */
  readonly timezone?: string | undefined;
}

/** The recipient whom a link was made for, and the campaign it came with. */
export interface Visitor {
  readonly campaign: Campaign;
  readonly recipient: Addressee;
}

/** How a petition stands, to everybody, in one of its languages. */
export interface PublicStanding {
  readonly petition: Petition;
  readonly lang: string;
  readonly signatures: number;
  /** Since when it cannot be signed any more, in milliseconds since 1970; undefined while it can. */
  readonly closedSince: number | undefined;
}

/** The same, to this visitor: with her own signature, if she has signed. */
export interface Standing extends PublicStanding {
  readonly signature: SignatureNumber | undefined;
}

/** Undefined for a link that is not ours, or whose campaign or recipient is no more, or was erased. */
export async function findVisitor(
  { ledger, links }: Desk,
  kind: LinkKind,
  token: string,
): Promise<Visitor | undefined> {
  const bearer = links.read(kind, token);
  if (!bearer) return undefined;
  const campaign = await ledger.campaignByNumber(bearer.campaign);
  const recipient = await ledger.recipient(bearer.campaign, bearer.recipient);
  return campaign && recipient && !recipient.isErased ? { campaign, recipient } : undefined;
}

export async function standingOf(desk: Desk, visitor: Visitor): Promise<Standing> {
  const { petition, lang } = petitionFor(visitor);
  const { slug } = petition;
  return {
    ...(await publicStanding(desk, petition, lang)),
    signature: await desk.ledger.signatureOf(slug, visitor.recipient.email),
  };
}

export async function publicStanding(
  desk: Desk,
  petition: Petition,
  lang: string,
): Promise<PublicStanding> {
  const signatures = await desk.ledger.countSignatures(petition.slug);
  return { petition, lang, signatures, closedSince: await closingOf(desk, petition) };
}

/** Since when a petition cannot be signed any more, in milliseconds since 1970; undefined while it can. */
export async function closingOf(
  { ledger, now, timezone }: Desk,
  petition: Petition,
): Promise<number | undefined> {
  const decision = await ledger.petitionDecision(petition.slug);
  return closedSince(petition, decision, { now: now(), timezone });
}

/** The petition in the words of the edition that the visitor got. */
export function petitionFor({ campaign, recipient }: Visitor): Pick<Standing, 'petition' | 'lang'> {
  const translation = campaign.translations[recipient.lang];
  return translation
    ? { petition: translation.petition, lang: recipient.lang }
    : { petition: campaign.petition, lang: campaign.lang };
}

/**
 * Signs for the recipient of the link. Signing twice is no error, and counts once. `network` is the hash
 * of the one that she signs from.
 */
export async function sign(
  { ledger }: Desk,
  { campaign, recipient }: Visitor,
  form: SignForm,
  network: string,
): Promise<{ isNew: boolean }> {
  return ledger.recordSignature({
    ...signatureDraft(form),
    network,
    petition: campaign.petition.slug,
    email: recipient.email,
    campaign: campaign.number,
    recipient: recipient.number,
  });
}

/** What a form says of its signer. */
export function signatureDraft(form: SignForm) {
  return {
    firstName: form.first_name,
    lastName: form.last_name,
    postcode: form.postcode,
    country: form.country,
    comment: form.comment,
    consent: form.consents.includes('news'),
    consents: form.consents.filter((name) => name !== 'news'),
  };
}
