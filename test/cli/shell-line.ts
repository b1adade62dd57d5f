/**
 * The words that a shell would make of a line, up to a pipe, a redirection or a comment. Of what
 * `"$( … )"` runs, the words inside. Only what our examples use of a shell is known here.
 */
export function wordsOf(line: string): string[] {
  const [, inner] = /^\S+ "\$\((.*)\)"$/.exec(line) ?? [];
  const words: string[] = [];
  const part = /\\\n\s*|\s+|[|>#].*|((?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\|>#])+)/gsy;
  for (const [whole, word] of (inner ?? line).matchAll(part)) {
    if (/^[|>#]/.test(whole)) break;
    if (word !== undefined) words.push(unquoted(word));
  }
  return words;
}

function unquoted(word: string): string {
  return word.replace(
    /"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g,
    (_, double?: string, single?: string, one?: string) =>
      double?.replace(/\\(.)/g, '$1') ?? single ?? one ?? '',
  );
}
