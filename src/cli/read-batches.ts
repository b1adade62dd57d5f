import { z } from 'zod';

const NO_BATCH = 'write their numbers, such as 3 8 12, or 14-15';
/** Beyond that, it is a slip. */
const HIGHEST = 1_000_000;

/** Numbers of batches as they are shown to people: `3 8`, `3,8`, `14-15`. */
export const batchNumbers = z
  .array(z.string())
  .transform((typed, context) => {
    const all = typed.flatMap((one) => one.split(',')).filter(Boolean);
    return all.flatMap((one) => {
      const numbers = rangeOf(one.trim());
      if (numbers.length === 0) {
        context.addIssue({ code: 'custom', message: `"${one}" is no batch; ${NO_BATCH}` });
      }
      return numbers;
    });
  })
  .optional();

/** None for anything else. */
function rangeOf(text: string): number[] {
  const [, from, to = from] = /^(\d+)(?:[-–](\d+))?$/.exec(text) ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (!(first > 0 && last >= first && last <= HIGHEST)) return [];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
