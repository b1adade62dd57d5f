/**
 * Links that carry who they are for, and nothing else: no table, no personal data.
 *
 *   token = MAC (14) + key id (2) + kind (1) + campaign + '-' + recipient      numbers in base 36
 *   token = MAC (14) + key id (2) + 'c' + campaign + '-' + recipient + '-' + link   a tracked link
 *   token = MAC (14) + key id (2) + 'y' + pending signature                    to confirm it
 *   token = MAC (14) + key id (2) + 'r' + signature                            its share link
 *   stamp = MAC (14) + key id (2) + 't' + milliseconds since 1970              in a public form
 *
 * The MAC stands first so that the last character is a letter or a digit: programs that find links
 * in plain text leave out a final `-` or `_`. One HMAC-SHA-256 a recipient gives the MACs of all
 * three kinds, 14 characters (84 bits) each of its 43: 2.9 µs against 8.1 for three HMACs. The links
 * of a signature have no recipient, and HMACs of their own over words that are no numbers.
 * Those of tracked links are in click-links.ts.
 */
import { createHmac } from 'node:crypto';
import {
  type ClickBearer,
  type ClickLink,
  createClickLink,
  readClickToken,
} from './click-links.ts';
import { type Key, MAC_LENGTH, makeKey, missingSecret, sameText } from './link-keys.ts';
import type { CampaignNumber, PendingNumber, RecipientNumber, SignatureNumber } from './terms.ts';

export type { ClickLink } from './click-links.ts';
export { parseSecrets } from './link-keys.ts';

export type LinkKind = 'sign' | 'unsubscribe' | 'view';

/** Who a link was made for. */
export interface Bearer {
  readonly campaign: CampaignNumber;
  readonly recipient: RecipientNumber;
}

/** A recipient's own links, by the names of their merge fields. */
export interface OwnLinks {
  readonly sign_link: string;
  readonly unsubscribe_link: string;
  readonly view_link: string;
}

export interface RecipientLinks extends OwnLinks {
  readonly click_link: ClickLink;
}

export interface Links {
  /** The same links, under another address. */
  at(url: string): Links;
  linksOf(campaign: CampaignNumber, recipient: RecipientNumber): RecipientLinks;
  /** Undefined for whatever was not made here, with one of the secrets, for exactly this kind. */
  read(kind: LinkKind, token: string): Bearer | undefined;
  /** As `read`, for the token of a tracked link. */
  readClick(token: string): ClickBearer | undefined;
  /** The link in the mail that asks a public signer whether it was she. */
  confirmLink(pending: PendingNumber): string;
  /** As `read`, for the token of a `confirmLink`. */
  readConfirm(token: string): PendingNumber | undefined;
  /** A signer's own link to the public page: whoever signs through it is credited to her. */
  shareLink(signature: SignatureNumber): string;
  readShare(token: string): SignatureNumber | undefined;
  /** What a public form of a petition carries: when its page was opened, in milliseconds since 1970. */
  formStamp(petition: string, at: number): string;
  /** As `read`, for the stamp of a form of this petition. */
  readFormStamp(petition: string, stamp: string): number | undefined;
}

export interface LinkSettings {
  readonly url: string;
  /** The newest first. */
  readonly secrets: readonly string[];
}

const LETTERS: Readonly<Record<LinkKind, string>> = { sign: 's', unsubscribe: 'u', view: 'v' };
const SLICES: Readonly<Record<LinkKind, number>> = { sign: 0, unsubscribe: 1, view: 2 };
// Ten digits of base 36 are the most that a whole number can hold exactly.
const TOKEN = /^[\w-]{14}([0-9a-z]{2})[suv]([1-9a-z][0-9a-z]{0,9})-([1-9a-z][0-9a-z]{0,9})$/;

/** A kind of link that carries one number: its letter, and what sets its MAC apart. */
interface NumberKind {
  readonly letter: string;
  readonly purpose: string;
  readonly token: RegExp;
}
const numberKind = (letter: string, purpose: string): NumberKind => ({
  letter,
  purpose,
  token: new RegExp(`^[\\w-]{14}([0-9a-z]{2})${letter}([1-9a-z][0-9a-z]{0,9})$`),
});
const CONFIRM = numberKind('y', 'confirm');
const SHARE = numberKind('r', 'share');
const FORM = numberKind('t', 'form');
const formOf = (petition: string): NumberKind => ({ ...FORM, purpose: `form.${petition}` });

/**
 * Makes and reads links under `url` (which may have a path). The first secret signs, all of them
 * verify, so that a new one can be put in front while letters with the old one are still read.
 */
export function createLinks(options: LinkSettings): Links {
  const base = options.url.replace(/\/+$/, '');
  const keys = options.secrets.map(makeKey);
  const [signing] = keys;
  if (!signing) throw missingSecret();

  return {
    at: (url) => createLinks({ ...options, url }),
    linksOf(campaign, recipient) {
      const macs = macsOf(signing, campaign, recipient);
      const link = (kind: LinkKind) =>
        `${base}/${LETTERS[kind]}/${tokenOf(kind, macs, signing.id, campaign, recipient)}`;
      return {
        sign_link: link('sign'),
        unsubscribe_link: link('unsubscribe'),
        view_link: link('view'),
        click_link: createClickLink(`${base}/c/`, signing, campaign, recipient),
      };
    },
    read: (kind, token) => readToken(keys, kind, token),
    readClick: (token) => readClickToken(keys, token),
    confirmLink: (pending) => `${base}/y/${numberToken(signing, CONFIRM, pending)}`,
    readConfirm: (token) => readNumber(keys, CONFIRM, token) as PendingNumber | undefined,
    shareLink: (signature) => `${base}/r/${numberToken(signing, SHARE, signature)}`,
    readShare: (token) => readNumber(keys, SHARE, token) as SignatureNumber | undefined,
    formStamp: (petition, at) => numberToken(signing, formOf(petition), at),
    readFormStamp: (petition, stamp) => readNumber(keys, formOf(petition), stamp),
  };
}

function macsOf({ id, key }: Key, campaign: number, recipient: number): string {
  return createHmac('sha256', key).update(`${id}.${campaign}.${recipient}`).digest('base64url');
}

function tokenOf(kind: LinkKind, macs: string, id: string, campaign: number, recipient: number) {
  const start = SLICES[kind] * MAC_LENGTH;
  const mac = macs.slice(start, start + MAC_LENGTH);
  return `${mac}${id}${LETTERS[kind]}${campaign.toString(36)}-${recipient.toString(36)}`;
}

/**
 * The token is made anew from the numbers that were read and compared as a whole, so that only the
 * one spelling that we give out is ever accepted.
 */
function readToken(keys: readonly Key[], kind: LinkKind, token: string): Bearer | undefined {
  const [, id, campaignText, recipientText] = TOKEN.exec(token) ?? [];
  if (!campaignText || !recipientText) return undefined;
  const campaign = Number.parseInt(campaignText, 36);
  const recipient = Number.parseInt(recipientText, 36);
  const isOurs = (key: Key) =>
    sameText(tokenOf(kind, macsOf(key, campaign, recipient), key.id, campaign, recipient), token);
  if (!keys.some((key) => key.id === id && isOurs(key))) return undefined;
  return { campaign: campaign as CampaignNumber, recipient: recipient as RecipientNumber };
}

function numberToken({ id, key }: Key, { letter, purpose }: NumberKind, number: number): string {
  const mac = createHmac('sha256', key).update(`${purpose}.${id}.${number}`).digest('base64url');
  return `${mac.slice(0, MAC_LENGTH)}${id}${letter}${number.toString(36)}`;
}

function readNumber(keys: readonly Key[], kind: NumberKind, token: string): number | undefined {
  const [, id, text] = kind.token.exec(token) ?? [];
  if (!text) return undefined;
  const number = Number.parseInt(text, 36);
  const isOurs = (key: Key) => sameText(numberToken(key, kind, number), token);
  return keys.some((key) => key.id === id && isOurs(key)) ? number : undefined;
}
