import { domainToASCII } from 'node:url';
import type { Address } from '../terms.ts';
import { unwrapAddress } from './unwrap-address.ts';

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = '(?!xn--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const LOCAL = new RegExp(`^${ATOM}(?:\\.${ATOM})*$`);
/** What nearly every cell of a list holds: it needs no second look. */
const PLAIN = new RegExp(`^${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+[A-Za-z]{2,63}$`);
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;
/** Past this many characters, with a name and all, a cell is not looked at: patterns take their time. */
const MAX_TYPED = 1000;

/** An address taken apart. `domain` is in lower case and punycode, or empty if it has no such form. */
interface Parts {
  readonly text: string;
  readonly local: string;
  readonly typedDomain: string;
  readonly domain: string;
}

/** Why an address is refused, in the order in which the reasons help most. */
const REASONS: readonly (readonly [reason: string, is: (parts: Parts) => boolean])[] = [
  ['is longer than 254 characters', ({ text }) => text.length > MAX_TYPED],
  ['is empty', ({ text }) => text === ''],
  ['has no @', ({ text }) => !text.includes('@')],
  ['holds more than one address', ({ text }) => /@[^@]*[,;\s][^@]*[^@\s][^@]*@/.test(text)],
  ['has more than one @', ({ text }) => text.indexOf('@') !== text.lastIndexOf('@')],
  ['has a space', ({ text }) => /\s/.test(text)],
  ['has an invisible character', ({ text }) => /[\p{Cc}\p{Cf}]/u.test(text)],
  ['has a quotation mark', ({ text }) => /["“”]/.test(text)],
  ['has nothing before the @', ({ local }) => local === ''],
  ['has nothing after the @', ({ typedDomain }) => typedDomain === ''],
  ['ends with a comma', ({ text }) => text.endsWith(',')],
  ['has two dots in a row', ({ text }) => text.includes('..')],
  ['begins with a dot', ({ local }) => local.startsWith('.')],
  ['has a dot just before the @', ({ local }) => local.endsWith('.')],
  ['has a dot just after the @', ({ typedDomain }) => typedDomain.startsWith('.')],
  ['ends with a dot', ({ typedDomain }) => typedDomain.endsWith('.')],
  ['has a character before the @ that is not allowed there', ({ local }) => !LOCAL.test(local)],
  ['has more than 64 characters before the @', ({ local }) => local.length > MAX_LOCAL],
  ['has a number after the @ where a domain is needed', isNumeric],
  [
    'has a character in its domain that is not allowed there',
    ({ typedDomain }) => /[^\p{L}\p{M}\p{N}.\u30fb\u3002-]/u.test(typedDomain),
  ],
  ['has a domain without a dot', ({ typedDomain }) => !/[.\u3002]/.test(typedDomain)],
  [
    'has a part of its domain that begins or ends with a hyphen',
    ({ domain }) => domain.split('.').some((label) => label.startsWith('-') || label.endsWith('-')),
  ],
  [
    'has a part of its domain that is longer than 63 characters',
    ({ domain }) => domain.split('.').some((label) => label.length > 63),
  ],
  ['has a domain that cannot exist', ({ domain }) => !isDomain(domain)],
  ['is longer than 254 characters', ({ local, domain }) => length(local, domain) > MAX_ADDRESS],
];

/**
 * The address in the form in which the ledger compares and mails it, or undefined if no mail can
 * reach it. Everything is in lower case, the part before the @ too: RFC 5321 lets a mail server tell
 * `Ana` from `ana`, none that matters does, and nobody is to get the same letter twice. The syntax is
 * the dot-atom of RFC 5322 with the lengths of RFC 5321, and a domain of the public internet.
 */
export function normaliseAddress(text: string): Address | undefined {
  if (text.length <= MAX_ADDRESS && text.indexOf('@') <= MAX_LOCAL && PLAIN.test(text)) {
    return text.toLowerCase() as Address;
  }
  const parts = takeApart(text);
  if (reasonOf(parts) !== undefined) return undefined;
  return `${parts.local.toLowerCase()}@${parts.domain}` as Address;
}

/** Why the address is refused, to be read after "the address": `has no @`. Empty if it is fine. */
export function explainAddress(text: string): string {
  return reasonOf(takeApart(text)) ?? '';
}

function reasonOf(parts: Parts): string | undefined {
  return REASONS.find(([, is]) => is(parts))?.[0];
}

function takeApart(typed: string): Parts {
  const text = typed.length > MAX_TYPED ? typed : unwrapAddress(typed);
  const at = text.lastIndexOf('@');
  const typedDomain = text.slice(at + 1);
  return { text, local: text.slice(0, Math.max(at, 0)), typedDomain, domain: toAscii(typedDomain) };
}

function toAscii(domain: string): string {
  const lower = domain.toLowerCase();
  return /^(?!.*xn--)[a-z0-9.-]*$/.test(lower) ? lower : domainToASCII(domain);
}

function isNumeric({ typedDomain, domain }: Parts): boolean {
  return typedDomain.startsWith('[') || /^[\d.]+$/.test(domain);
}

function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  const ending = labels.at(-1) ?? '';
  return (
    labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label)) &&
    /^(?:[a-z]{2,63}|xn--[a-z0-9-]+)$/.test(ending)
  );
}

function length(local: string, domain: string): number {
  return local.length + 1 + domain.length;
}
