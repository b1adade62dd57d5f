/**
 * STORY 3: a petition's public page → what somebody typed → a mail that asks whether it was she →
 * her word → a signature.
 *
 * Anybody can type anybody's address, so nothing counts before its owner says so. And nobody learns
 * from the page whether an address has signed: where no mail may go out, one is rehearsed.
 */
import { normaliseAddress } from './audience/address.ts';
import { confirmRequest } from './campaign/confirm-request.ts';
import { deliver, type Means } from './delivery/deliver.ts';
import type { Campaign } from './ledger/ledger.ts';
import type { PendingSignature } from './ledger/pending-ledger.ts';
import type { Desk, Standing } from './sign.ts';
import type { PendingNumber } from './terms.ts';
import type { WriteConfirmMail } from './web/confirm-mail.ts';
import type { PublicForm } from './web/public-form.ts';
import { chooseLanguage } from './words/choose-language.ts';

/** What the story needs. */
export interface PublicDesk extends Desk {
  /** What each mail goes out by; undefined where none can. */
  readonly mailMeans: (() => Means) | undefined;
  readonly writeConfirmMail: WriteConfirmMail;
}

/** How a petition stands, to everybody, in one of its languages. */
export interface PublicStanding extends Omit<Standing, 'hasSigned'> {
  readonly campaign: Campaign;
}

/** Whether the mail went out, or was rehearsed; if not, why, for the log. */
export type Asked = { readonly mailed: true } | { readonly mailed: false; readonly reason: string };

/** Somebody who follows the link of her mail. */
export interface Confirmer {
  readonly number: PendingNumber;
  readonly pending: PendingSignature;
  readonly standing: PublicStanding;
  readonly hasSigned: boolean;
}

/** An address in the form of the lists and the ledger; undefined if no mail can reach it. */
export const readAddress = normaliseAddress;

/**
 * The petition with this slug, from its newest campaign. `wishes` are languages as an Accept-Language
 * header gives them, the strongest first; of these the first that the letter has, else its own.
 */
export async function findPetition(
  { ledger }: Desk,
  slug: string,
  ...wishes: readonly (string | undefined)[]
): Promise<PublicStanding | undefined> {
  const campaign = await ledger.campaignOfPetition(slug);
  if (!campaign) return undefined;
  const known = [campaign.lang, ...Object.keys(campaign.translations)];
  const [lang = campaign.lang] = wishes.flatMap((wish) => chooseLanguage(wish, known) ?? []);
  const petition = campaign.translations[lang]?.petition ?? campaign.petition;
  return { campaign, petition, lang, signatures: await ledger.countSignatures(slug) };
}

/** Keeps what was typed and mails its signer. Where she is not to be mailed, nothing shows it. */
export async function askToConfirm(
  desk: PublicDesk,
  { campaign, petition, lang }: PublicStanding,
  form: PublicForm,
): Promise<Asked> {
  const draft = { ...draftOf(form), petition: campaign.petition.slug, lang };
  const pending = await desk.ledger.keepPending(draft);
  const link = desk.links.confirmLink(pending ?? NOBODY);
  const mail = desk.writeConfirmMail({ petition, lang, link });
  const asked = await send(desk, () => confirmRequest(mail, campaign, lang, pending && form.email));
  if (!asked.mailed && pending) await desk.ledger.forgetMail(pending);
  return asked;
}

/** No link verifies for it. */
const NOBODY = 0 as PendingNumber;

async function send(
  { mailMeans }: PublicDesk,
  makeRequest: Parameters<typeof deliver>[0],
): Promise<Asked> {
  if (!mailMeans) return { mailed: false, reason: 'Nothing can be mailed.' };
  const delivery = await deliver(makeRequest, mailMeans());
  // Where it is not known whether the mail was taken, a second one does less harm than none.
  return delivery.kind === 'accepted'
    ? { mailed: true }
    : { mailed: false, reason: delivery.reason };
}

/** Undefined for a link that is not ours, or whose petition is no more. */
export async function findConfirmer(desk: Desk, token: string): Promise<Confirmer | undefined> {
  const number = desk.links.readConfirm(token);
  const pending = number && (await desk.ledger.pendingSignature(number));
  const standing = pending && (await findPetition(desk, pending.petition, pending.lang));
  if (!standing) return undefined;
  const signed =
    pending.isConfirmed || (await desk.ledger.hasSigned(pending.petition, pending.email));
  return { number, pending, standing, hasSigned: signed };
}

/**
 * Counts a signature as it stood at `typedAt`; undefined if it has been typed anew since. Confirming
 * twice is no error, and counts once.
 */
export async function confirm(
  { ledger }: Desk,
  { number, pending }: Confirmer,
  typedAt = pending.typedAt,
): Promise<{ isNew: boolean } | undefined> {
  return ledger.confirmPending(number, typedAt);
}

function draftOf(form: PublicForm) {
  return {
    email: form.email,
    firstName: form.first_name,
    lastName: form.last_name,
    postcode: form.postcode,
    country: '',
    comment: form.comment,
    consent: form.consent,
  };
}
