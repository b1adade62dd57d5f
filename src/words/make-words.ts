import IntlMessageFormat from 'intl-messageformat';
import { BOLD } from './check-message.ts';
import { directionOf } from './direction.ts';
import type { WordsFile } from './read-words-file.ts';
import type { AnyValues, WordsKey, WordsValues } from './samples.ts';

/** The fixed words of letters and pages in one language. */
export interface Words {
  /** The language asked for, or that of the words where there are none in it. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  /** The words under a key as plain text, not escaped for anything. */
  say<Key extends WordsKey>(
    key: Key,
    ...values: keyof WordsValues<Key> extends never ? [] : [WordsValues<Key>]
  ): string;
  /** The same in pieces, for whoever shows some of them in bold. */
  pieces(key: WordsKey, values: AnyValues): readonly WordsPiece[];
}

export interface WordsPiece {
  readonly text: string;
  readonly isBold: boolean;
}

/**
 * Words in a language, each from the first of the files that has it. Numbers and plurals follow the
 * language that a message is written in, so an English one reads right on a page of another.
 */
export function makeWords(lang: string, files: readonly WordsFile[]): Words {
  const formats = new Map<WordsKey, IntlMessageFormat>();
  const formatOf = (key: WordsKey) => {
    const format = formats.get(key) ?? makeFormat(key, lang, files);
    formats.set(key, format);
    return format;
  };
  const dir = directionOf(lang);
  const pieces: Words['pieces'] = (key, values) =>
    formatOf(key)
      .formatToParts<Bold>({ ...isolated(values, dir), [BOLD]: (parts) => new Bold(parts) })
      .map(({ value }) => ({ text: String(value), isBold: value instanceof Bold }));
  return {
    lang,
    dir,
    pieces,
    say: (key, ...[values]) =>
      pieces(key, values ?? {})
        .map(({ text }) => text)
        .join(''),
  };
}

/** What stands between `<b>` and `</b>`. */
class Bold {
  readonly #text: string;
  constructor(parts: readonly (string | Bold)[]) {
    this.#text = parts.join('');
  }
  toString(): string {
    return this.#text;
  }
}

function makeFormat(key: WordsKey, lang: string, files: readonly WordsFile[]): IntlMessageFormat {
  const found = files.find(({ messages }) => messages.has(key));
  const message = found?.messages.get(key);
  if (!found || message === undefined) throw new Error(`no words for ${key}`);
  return new IntlMessageFormat(message, sameLanguage(found.lang, lang) ? lang : found.lang);
}

export function sameLanguage(one: string, other: string): boolean {
  return new Intl.Locale(one).language === new Intl.Locale(other).language;
}

/**
 * Among words from right to left, a value in Latin letters is isolated (Unicode's FSI and PDI):
 * else the closing bracket of "Save the Children (UK)" would jump to its other end.
 */
function isolated(values: AnyValues, dir: Words['dir']): AnyValues {
  if (dir === 'ltr') return values;
  const isolate = (value: string | number) =>
    typeof value === 'string' && /\p{Script=Latin}/u.test(value) ? `\u2068${value}\u2069` : value;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isolate(value)]));
}
