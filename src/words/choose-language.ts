import { fallbacksOf } from './words-files.ts';

/**
 * The language that somebody would rather read, of those there are, by an Accept-Language header
 * (RFC 9110, 12.5.4; looked up as in RFC 4647, 3.4). Undefined when none of them is wanted.
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
  return wanted.flatMap(({ range }) => fallbacksOf(range)).find((tag) => languages.includes(tag));
}

/** `es-MX;q=0.8` */
function readRange(item: string): { range: string; weight: number } {
  const [range = '', quality] = item.split(';').map((part) => part.trim());
  const weight = quality === undefined ? 1 : Number(/^q=(.*)$/i.exec(quality)?.[1]);
  return { range, weight: Number.isNaN(weight) ? 0 : weight };
}
