/**
 * The tokens of tracked links, which letters have only if they ask for them. One HMAC-SHA-512 gives
 * the MACs of six: a letter may have dozens of links, and each recipient has her own of each.
 */
import { createHmac } from 'node:crypto';
import { type Key, MAC_LENGTH, sameText } from './link-keys.ts';
import type { CampaignNumber, RecipientNumber } from './terms.ts';

/** Where one of the letter's tracked links leads in her copy: 0, 1, 2 … as the message counts them. */
export type ClickLink = (link: number) => string;

/** Whose tracked link it is, and which. */
export interface ClickBearer {
  readonly campaign: CampaignNumber;
  readonly recipient: RecipientNumber;
  readonly link: number;
}

const CLICK_TOKEN =
  /^[\w-]{14}([0-9a-z]{2})c([1-9a-z][0-9a-z]{0,9})-([1-9a-z][0-9a-z]{0,9})-(0|[1-9a-z][0-9a-z]{0,2})$/;
const CLICK_MACS = 6;

/** Makes the links of one recipient; `base` is what the token is put behind. */
export function createClickLink(
  base: string,
  key: Key,
  campaign: number,
  recipient: number,
): ClickLink {
  // Whoever asks for one link asks for all of them, in order.
  let made = { group: -1, macs: '' };
  return (link) => {
    const group = Math.floor(link / CLICK_MACS);
    if (made.group !== group) made = { group, macs: clickMacs(key, campaign, recipient, group) };
    return base + clickToken(made.macs, key.id, campaign, recipient, link);
  };
}

function clickMacs({ id, key }: Key, campaign: number, recipient: number, group: number): string {
  const words = `click.${id}.${campaign}.${recipient}.${group}`;
  return createHmac('sha512', key).update(words).digest('base64url');
}

function clickToken(macs: string, id: string, campaign: number, recipient: number, link: number) {
  const start = (link % CLICK_MACS) * MAC_LENGTH;
  const numbers = [campaign, recipient, link].map((number) => number.toString(36)).join('-');
  return `${macs.slice(start, start + MAC_LENGTH)}${id}c${numbers}`;
}

/** Undefined for whatever was not made here with one of the keys. */
export function readClickToken(keys: readonly Key[], token: string): ClickBearer | undefined {
  const [, id, ...texts] = CLICK_TOKEN.exec(token) ?? [];
  if (id === undefined) return undefined;
  const [campaign = 0, recipient = 0, link = 0] = texts.map((text) => Number.parseInt(text, 36));
  const isOurs = (key: Key) => {
    const macs = clickMacs(key, campaign, recipient, Math.floor(link / CLICK_MACS));
    return sameText(clickToken(macs, key.id, campaign, recipient, link), token);
  };
  if (!keys.some((key) => key.id === id && isOurs(key))) return undefined;
  return {
    campaign: campaign as CampaignNumber,
    recipient: recipient as RecipientNumber,
    link,
  };
}
