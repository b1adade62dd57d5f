/**
 * `a…@example.org`: what stands for a supporter's address in logs and on pages. Of a text that is no
 * address, only the first letter is left.
 */
export function maskAddress(address: string): string {
  const [first = ''] = address.replace(/^[\s"']+/, '');
  const at = address.lastIndexOf('@');
  return at <= 0 ? `${first}…` : `${first}…@${/^[^\s,;<>"]*/.exec(address.slice(at + 1))?.[0]}`;
}
