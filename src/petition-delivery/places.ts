import type { ValidSignature } from '../ledger/signature-ledger.ts';
import type { Words } from '../words/make-words.ts';
import type { PlaceCount } from './contents.ts';
import { fieldOf } from './to-row.ts';

/** How many signatures are from which countries and states. */
export interface Places {
  add(signature: ValidSignature): void;
  /** What the table is to show: what more of the signatures say. */
  table(words: Words): { readonly by: string; readonly places: readonly PlaceCount[] };
}

/** Anything more is counted as elsewhere: a column that holds no places is not to fill memory or pages. */
const MOST = 300;

export function countPlaces(): Places {
  const counts = { country: new Map<string, number>(), state: new Map<string, number>() };
  let all = 0;
  return {
    add(signature) {
      all += 1;
      for (const field of ['country', 'state'] as const) {
        const value = fieldOf(signature, field);
        const known = counts[field];
        if (value !== '' && (known.has(value) || known.size < MOST)) {
          known.set(value, (known.get(value) ?? 0) + 1);
        }
      }
    },
    table(words) {
      const field = sum(counts.state) > sum(counts.country) ? 'state' : 'country';
      const nameOf = field === 'country' ? countryNames(words.lang) : (value: string) => value;
      const places = inOrder(counts[field], nameOf, words.lang);
      const rest = all - sum(counts[field]);
      const by = words.say(`delivery.${field}`);
      // Where nobody said anything, there is nothing to show.
      if (places.length === 0) return { by, places };
      return { by, places: rest > 0 ? [...places, { place: '', signatures: rest }] : places };
    },
  };
}

/** The most first. */
export function inOrder(
  counts: ReadonlyMap<string, number>,
  nameOf: (value: string) => string,
  lang: string,
): PlaceCount[] {
  const places = [...counts].map(([value, signatures]) => ({ place: nameOf(value), signatures }));
  const compare = new Intl.Collator(lang).compare;
  return places.sort((a, b) => b.signatures - a.signatures || compare(a.place, b.place));
}

export function countryNames(lang: string): (code: string) => string {
  const names = new Intl.DisplayNames(lang, { type: 'region', fallback: 'code' });
  return (code) => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code);
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
