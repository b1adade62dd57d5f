/** A count as people read it: `1,250,000`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-GB');
}
