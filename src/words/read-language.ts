import { canonical } from './words-files.ts';

const NAMES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/**
 * The usual form of a language's tag as people write it: ` ES_mx ` is `es-MX`, `iw` is `he`.
 * Undefined for what is none, such as `Spanish`, and for the tag of no language that is known.
 */
export function readLanguage(text: string): string | undefined {
  const tag = canonical(text.trim().replaceAll('_', '-'));
  const [language = ''] = tag?.split('-') ?? [];
  return language.length > 3 || NAMES.of(language || 'und') === undefined ? undefined : tag;
}
