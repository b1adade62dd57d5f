/**
 * Reads `1000,2000,5000`: at most so many recipients on the first day, the second, and so on; the
 * last number holds for every further day. Undefined for what is none.
 */
export function readWarmUp(text: string): readonly number[] | undefined {
  const days = text.split(',').map((day) => (/^\s*\d{1,9}\s*$/.test(day) ? Number(day) : 0));
  return days.every((day) => day > 0) ? days : undefined;
}
