import { createHash } from 'node:crypto';
import type { Appeal } from '../appeal/read-appeal.ts';
import type { FieldUse } from '../message/checks/field-uses.ts';
import type { PlacedLink } from '../message/checks/web-links.ts';
import type { Message } from '../message/message.ts';
import type { Fields } from '../terms.ts';
import { readLanguage } from '../words/read-language.ts';
import { fallbacksOf } from '../words/words-files.ts';

/** An appeal in one of its languages and variants, and what it was compiled to. */
export interface Edition {
  readonly lang: string;
  /** `A`, `B`, `C` …; empty where the letter has no variants. */
  readonly variant: string;
  readonly appeal: Appeal;
  readonly message: Message;
  /** What lists and the web are asked about it. */
  readonly uses: readonly FieldUse[];
  readonly links: readonly PlacedLink[];
}

const MOST_SPELLINGS = 1000;

/** `es` of `ES_mx`; what is no tag of a language is itself, in lower case. */
export function languageOf(text: string): string {
  return (readLanguage(text) ?? text.trim().toLowerCase()).split('-')[0] ?? '';
}

/** What tells the editions of a letter apart. */
interface Version {
  readonly lang: string;
  readonly variant: string;
}

/**
 * One letter in all its languages and variants, the first variant before the others. Of each variant,
 * the first edition is for whoever asks for none of its other languages.
 */
export type Editions<E extends { readonly lang: string } = Edition> = readonly [E, ...E[]];

/** Chooses the edition for a row of a list, by its `lang` column; of several variants, the first. */
export type ChooseEdition<E> = (fields: Fields) => E;

/**
 * Recipients whose `lang` says `es`, `ES` or `es-MX` get the edition `es`, those of `es-MX` that one
 * if there is one (RFC 4647, 3.4: lookup). Where that finds none, any edition in their language is
 * better than one in another: `pt` gets `pt-BR`. Everybody else gets the first.
 */
export function createChooser<E extends Version>(all: Editions<E>): ChooseEdition<E> {
  const editions = inVariant(all, all[0].variant);
  const byTag = new Map(editions.map((edition) => [edition.lang, edition]));
  const [first] = editions;
  if (byTag.size === 1) return () => first;
  const choose = (lang: string): E => {
    const [found] = fallbacksOf(readLanguage(lang) ?? '').flatMap((tag) => byTag.get(tag) ?? []);
    const language = languageOf(lang);
    return found ?? editions.find((one) => languageOf(one.lang) === language) ?? first;
  };
  // A list has few languages and many rows.
  const chosen = new Map<string, E>();
  return ({ lang = '' }) => {
    const edition = chosen.get(lang) ?? choose(lang);
    if (chosen.size < MOST_SPELLINGS) chosen.set(lang, edition);
    return edition;
  };
}

/** The edition that somebody has got or reads; the first, where there is none in her language. */
export function editionIn<E extends Version>(all: Editions<E>, lang: string, variant = ''): E {
  const editions = inVariant(all, variant);
  return editions.find((edition) => edition.lang === lang) ?? editions[0];
}

/** The editions of one variant, in all its languages; of the first, where there is no such. */
export function inVariant<E extends Version>(all: Editions<E>, variant: string): Editions<E> {
  const own = (wanted: string) => all.filter((edition) => edition.variant === wanted);
  const [first = all[0], ...others] = own(variant).length > 0 ? own(variant) : own(all[0].variant);
  return [first, ...others];
}

/** The names of a letter's variants; none where it has but one form. */
export function variantsOf(editions: Editions<Version>): string[] {
  return [...new Set(editions.map(({ variant }) => variant))].filter(Boolean);
}

export function mapEditions<
  E extends { readonly lang: string },
  T extends { readonly lang: string },
>([first, ...others]: Editions<E>, map: (edition: E) => T): Editions<T> {
  return [map(first), ...others.map(map)];
}

/** The hash of all that is sent; of a letter in one language and without variants, its message's. */
export function hashOf([first, ...others]: Editions): string {
  if (others.length === 0) return first.message.hash;
  const hash = createHash('sha256');
  for (const { lang, variant, message } of [first, ...others]) {
    hash.update(`${[lang, variant].filter(Boolean).join(' ')}\n${message.hash}\n`);
  }
  return hash.digest('hex');
}
