import type { ValidSignature } from '../ledger/signature-ledger.ts';
import { mayBeShown } from '../signatures/agreed-to.ts';
import type { Han } from '../typeset/font-packages.ts';

/** What of a signature is handed over, as it stands in the CSV file. No address is in it. */
export interface DeliveredRow {
  readonly number: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly postcode: string;
  /** Two letters. */
  readonly country: string;
  /** The value of the field that the delivery is divided by; empty where it is not. */
  readonly part: string;
  readonly comment: string;
  readonly signed_on: string;
}

/** Comments are handed over if their signers agreed to have them shown; redacted ones are not read. */
export function mayHandOver(signature: ValidSignature): boolean {
  return signature.comment !== '' && mayBeShown(signature);
}

/** The value of a field: what she typed, or else what the list said of her. Empty if neither did. */
export function fieldOf(signature: ValidSignature, field: string): string {
  const typed = { country: signature.country, postcode: signature.postcode }[field];
  return (typed || signature.fields[field] || '').trim();
}

export function toRow(
  signature: ValidSignature,
  { number, part }: { readonly number: number; readonly part: string },
): DeliveredRow {
  return {
    number: String(number),
    first_name: signature.firstName,
    last_name: signature.lastName,
    postcode: signature.postcode,
    country: signature.country,
    part,
    comment: mayHandOver(signature) ? signature.comment : '',
    signed_on: new Date(signature.at).toISOString().slice(0, 10),
  };
}

const OF_COUNTRY: Readonly<Record<string, Han>> = {
  CN: 'sc',
  SG: 'sc',
  TW: 'tc',
  HK: 'tc',
  MO: 'tc',
  JP: 'jp',
  KR: 'kr',
};

const OF_SCRIPT: Readonly<Record<string, Han>> = { Hant: 'tc', Jpan: 'jp', Kore: 'kr' };

/** By which forms the Chinese characters of a language are drawn. */
export function hanOfLanguage(lang: string): Han {
  return OF_SCRIPT[new Intl.Locale(lang).maximize().script ?? ''] ?? 'sc';
}

/** By which forms somebody's are: the kana that she writes tell, or her country. */
export function hanOf(text: string, country: string, otherwise: Han): Han {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'jp';
  return OF_COUNTRY[country] ?? otherwise;
}
