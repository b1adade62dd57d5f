import type { Selection } from '../audience/select-rows.ts';
import { formatCount } from '../format-count.ts';

/** What a selection left out, for people; empty where it left out nobody. */
export function describeLeftOut({ leftOut }: Pick<Selection, 'leftOut'>): string[] {
  const { where, excluded, sample } = leftOut;
  const counts = [
    ['--where', where],
    ['--exclude', excluded],
    ['--sample', sample],
  ] as const;
  return counts
    .filter(([, rows]) => rows > 0)
    .map(
      ([option, rows]) =>
        `${option} leaves out ${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`,
    );
}
