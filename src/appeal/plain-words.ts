const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00A0',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  sect: '§',
  para: '¶',
};
/** The tags that Zotero allows in its fields, and their like. */
const TAG = /<\/?(?:i|em|b|strong|sub|sup|sc|span|u|small)(?:\s[^<>]*)?>/gi;

/** Text out of text with a little html in it: tags of typeface go, entities become what they mean. */
export function plainWords(text: string): string {
  return text.replace(TAG, '').replace(/&(#x?[\da-f]+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** The same for text with Markdown's emphasis and escapes in it. */
export function plainMarkdown(text: string): string {
  return plainWords(text)
    .replace(/(?<!\\)(\*\*|\*)(?=\S)(.+?)(?<=[^\s\\])\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}\\])(__|_)(?=\S)(.+?)(?<=[^\s\\])\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

/** White space as one space; the author's own hard spaces stay. */
export function oneSpace(text: string): string {
  return text.replace(/[ \t\r\n]+/g, ' ');
}
