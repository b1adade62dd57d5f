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
import { keepOrForget } from './keep-or-forget.ts';
import type { Campaign } from './ledger/ledger.ts';
import type { PendingSignature } from './ledger/pending-ledger.ts';
import { type Desk, type PublicStanding, publicStanding, signatureDraft } from './sign.ts';
import type { Address, PendingNumber, SignatureNumber } from './terms.ts';
import type { WriteConfirmMail } from './web/confirm-mail.ts';
import type { SignForm } from './web/sign-form.ts';
import { chooseLanguage } from './words/choose-language.ts';

/** What the story needs. */
export interface PublicDesk extends Desk {
  /** What each mail goes out by; undefined where none can. */
  readonly mailMeans: (() => Means) | undefined;
  readonly writeConfirmMail: WriteConfirmMail;
}

/** How a petition stands, to everybody, and the campaign that it is of. */
export interface OpenPetition extends PublicStanding {
  readonly campaign: Campaign;
  /** Whose share link led to it. */
  readonly sharedBy?: SignatureNumber | undefined;
}

/** A sign form that asks for the address. */
export interface PublicForm extends SignForm {
  readonly email: Address;
  /** The hash of the one that it came from. */
  readonly network: string;
}

/** Whether the mail went out, or was rehearsed; if not, why, for the log. */
export type Asked = { readonly mailed: true } | { readonly mailed: false; readonly reason: string };

/** Somebody who follows the link of her mail. */
export interface Confirmer {
  readonly number: PendingNumber;
  readonly pending: PendingSignature;
  readonly standing: OpenPetition;
  readonly hasSigned: boolean;
  /** Once it counts. */
  readonly signature: SignatureNumber | undefined;
}

/** A link of ours, of which nothing is left: it was not confirmed in time, or its petition is no more. */
export type Expired = 'expired';

/** An address in the form of the lists and the ledger; undefined if no mail can reach it. */
export const readAddress = normaliseAddress;

/**
 * The petition with this slug, from its newest campaign. `wishes` are languages as an Accept-Language
 * header gives them, the strongest first; of these the first that the letter has, else its own.
 */
export async function findPetition(
  desk: Desk,
  slug: string,
  ...wishes: readonly (string | undefined)[]
): Promise<OpenPetition | undefined> {
  const campaign = await desk.ledger.campaignOfPetition(slug);
  if (!campaign) return undefined;
  const known = [campaign.lang, ...Object.keys(campaign.translations)];
  const [lang = campaign.lang] = wishes.flatMap((wish) => chooseLanguage(wish, known) ?? []);
  const petition = campaign.translations[lang]?.petition ?? campaign.petition;
  return { campaign, ...(await publicStanding(desk, petition, lang)) };
}

/** The petition that somebody's share link leads to; undefined for a link that is not ours. */
export async function findShared(
  desk: Desk,
  token: string,
  ...wishes: readonly (string | undefined)[]
): Promise<OpenPetition | undefined> {
  const sharedBy = desk.links.readShare(token);
  const shared = sharedBy && (await desk.ledger.signature(sharedBy));
  const standing = shared && (await findPetition(desk, shared.petition, ...wishes));
  return standing && { ...standing, sharedBy };
}

/** Keeps what was typed and mails its signer. Where she is not to be mailed, nothing shows it. */
export async function askToConfirm(
  desk: PublicDesk,
  { campaign, petition, lang, sharedBy }: OpenPetition,
  form: PublicForm,
): Promise<Asked> {
  const { email, network } = form;
  const { slug } = campaign.petition;
  const draft = { ...signatureDraft(form), email, network, petition: slug, lang, sharedBy };
  const pending = await keepOrForget(desk, draft);
  const link = desk.links.confirmLink(pending ?? NOBODY);
  const mail = desk.writeConfirmMail({ petition, lang, link });
  const asked = await send(desk, () => confirmRequest(mail, campaign, lang, pending && email));
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

/** Undefined for a link that is not ours. */
export async function findConfirmer(
  desk: Desk,
  token: string,
): Promise<Confirmer | Expired | undefined> {
  const number = desk.links.readConfirm(token);
  if (number === undefined) return undefined;
  const pending = await desk.ledger.pendingSignature(number);
  const standing = pending && (await findPetition(desk, pending.petition, pending.lang));
  if (!standing) return 'expired';
  const signature = await desk.ledger.signatureOf(pending.petition, pending.email);
  const hasSigned = pending.isConfirmed || signature !== undefined;
  return { number, pending, standing, hasSigned, signature };
}

/** How long what was typed is kept for its signer to confirm it. */
export const DAYS_TO_CONFIRM = 30;
const DAY_MS = 86_400_000;

/** Forgets what nobody has confirmed in time. */
export async function forgetUnconfirmed({ ledger, now }: Desk): Promise<number> {
  return ledger.purgePending(now() - DAYS_TO_CONFIRM * DAY_MS);
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
