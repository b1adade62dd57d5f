/** White space, control and invisible characters (zero width, soft hyphen, marks of direction). */
const EDGES = /^[\s\p{Cc}\p{Cf}]+|[\s\p{Cc}\p{Cf}]+$/gu;

/**
 * The bare address of what people paste into a cell: without white space and invisible characters
 * around it, `mailto:`, and the name of `Ana <ana@example.org>`.
 */
export function unwrapAddress(text: string): string {
  const trimmed = trimEdges(text);
  const inner = trimmed.endsWith('>') ? trimmed.slice(trimmed.lastIndexOf('<') + 1, -1) : trimmed;
  const bare = trimEdges(inner);
  if (!/^mailto:/i.test(bare)) return bare;
  return trimEdges(bare.slice('mailto:'.length).split('?')[0] ?? '');
}

function trimEdges(text: string): string {
  return text.replace(EDGES, '');
}
