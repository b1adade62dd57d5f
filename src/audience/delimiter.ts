const DELIMITERS = [',', ';', '\t'] as const;

/** The delimiter that the header uses most, outside of quotation marks; the comma if none. */
export function findDelimiter(header: string): string {
  const unquoted = header.replace(/"[^"]*"/g, '');
  const uses = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  return DELIMITERS[uses.indexOf(Math.max(...uses))] ?? ',';
}

/** The first row that is not blank, as it stands: up to the first line break outside of quotation marks. */
export function firstRow(text: string): string {
  return /^(?:"[^"]*"|[^"\r\n])+/.exec(text.replace(/^\ufeff?[\r\n]*/, ''))?.[0] ?? '';
}
