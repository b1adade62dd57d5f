const ADDRESS = /("[^"]*"|[^\s<>",;:()[\]]+)@([^\s<>"',;:()[\]@]+)/gu;

/** Shortens every e-mail address in a text to its first letter and its domain: `a…@example.org`. */
export function maskAddresses(text: string): string {
  return text.replace(
    ADDRESS,
    (_, local: string, domain: string) => `${initial(local)}…@${domain}`,
  );
}

function initial(local: string): string {
  return /[\p{L}\p{N}]/u.exec(local)?.[0] ?? '';
}
