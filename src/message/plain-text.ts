/** Puts `first` before the first line and `rest` before the others. */
export function indent(text: string, first: string, rest: string): string {
  return text
    .split('\n')
    .map((line, index) => ((index === 0 ? first : rest) + line).trimEnd())
    .join('\n');
}

/** A link's text with its address behind it, unless the text says it already. */
export function writeLink(text: string, href: string): string {
  const address = href.replace(/^mailto:([^?]*).*$/, '$1');
  if (href === '' || href.startsWith('#') || text === href || text === address) return text;
  return text.trim() === '' ? address : `${text} (${address})`;
}
