import Handlebars from 'handlebars';
import { didYouMean } from '../nearest.ts';
import type { Words } from '../words/make-words.ts';
import { type AnyValues, isWordsKey, SAMPLE_VALUES, SAMPLES } from '../words/samples.ts';

interface HelperOptions {
  readonly hash: AnyValues;
  readonly data: { readonly words: Words };
  /** Where the helper stands in its template. */
  readonly loc?: { readonly start: { readonly line: number; readonly column: number } };
}

/**
 * What pages say in the language that they are rendered in, which comes as `@words`:
 * `{{say "signing_as" email=email}}` are the fixed words under that key, `{{number 50000}}` a number.
 */
export function addWordsHelpers(handlebars: typeof Handlebars): void {
  handlebars.registerHelper('number', (value: unknown, { data }: HelperOptions) =>
    new Intl.NumberFormat(data.words.lang).format(Number(value)),
  );
  handlebars.registerHelper('say', (name: unknown, { hash, data, loc }: HelperOptions) => {
    const key = `pages.${name}`;
    if (!isWordsKey(key))
      throw misused(`it says "${name}", and there are no such words`, loc, name);
    const lacking = Object.keys(SAMPLE_VALUES.get(key) ?? {}).filter((value) => !(value in hash));
    if (lacking.length > 0) throw misused(`"${name}" needs ${lacking.join(' and ')}`, loc);
    return new Handlebars.SafeString(htmlOf(data.words.pieces(key, hash)));
  });
}

function htmlOf(pieces: ReturnType<Words['pieces']>): string {
  return pieces
    .map(({ text, isBold }) => {
      const html = Handlebars.escapeExpression(text);
      return isBold ? `<strong>${html}</strong>` : html;
    })
    .join('');
}

/** With the line and column as Handlebars' own errors have them. */
function misused(what: string, loc: HelperOptions['loc'], name?: unknown): Error {
  const guess = name === undefined ? '' : didYouMean(String(name), Object.keys(SAMPLES.pages));
  const message = guess ? `${what}.${guess.replace(/\.$/, '')}` : what;
  return Object.assign(new Error(message), {
    lineNumber: loc?.start.line,
    column: loc?.start.column,
  });
}
