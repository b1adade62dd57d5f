/**
 * bash hands words over as they are typed, with their quotation marks and backslashes, and puts what
 * it gets back onto the line as it is; `--csv=` comes as two words, of which it keeps the first.
 */
export function forBash(words: readonly string[]) {
  const typed = words.at(-1) ?? '';
  const isOpen = /^["']/.test(typed);
  const isValue = words.at(-2) === '=' || typed === '=';
  return {
    read: words.map(unquote),
    write: (value: string): string => {
      const own = isValue ? value.replace(/^--[\w-]+=/, '') : value;
      return isOpen ? `${typed[0]}${own}` : own.replace(/[\s'"\\$`&|;<>()*?![\]{}#~]/g, '\\$&');
    },
  };
}

function unquote(word: string): string {
  return word.replace(/\\(.)|["']/g, '$1');
}
