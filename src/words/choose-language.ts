import { fallbacksOf } from './words-files.ts';

/**
 * The language that somebody would rather read, of those there are, by an Accept-Language header
 * (RFC 9110, 12.5.4; looked up as in RFC 4647, 3.4, and `pt` finds `pt-BR` where there is no `pt`).
 * Undefined when none of them is wanted.
 */
export function chooseLanguage(
  header: string | undefined,
  languages: readonly string[],
): string | undefined {
  const wanted = (header ?? '')
    .split(',')
    .map(readRange)
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return wanted
    .map(({ range }) => lookUp(fallbacksOf(range), languages))
    .find((found) => found !== undefined);
}

function lookUp(tags: readonly string[], languages: readonly string[]): string | undefined {
  const language = tags.at(-1);
  return (
    tags.find((tag) => languages.includes(tag)) ??
    languages.find((other) => fallbacksOf(other).at(-1) === language)
  );
}

/** `es-MX;q=0.8` */
function readRange(item: string): { range: string; weight: number } {
  const [range = '', quality] = item.split(';').map((part) => part.trim());
  const weight = quality === undefined ? 1 : Number(/^q=(.*)$/i.exec(quality)?.[1]);
  return { range, weight: Number.isNaN(weight) ? 0 : weight };
}
