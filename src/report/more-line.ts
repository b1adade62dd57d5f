import { formatCount } from '../format-count.ts';

/** What is left of a table that the terminal shows the beginning of; nothing if it shows all. */
export function moreLine(count: number, what: string): string[] {
  return count > 0 ? [`  and ${formatCount(count)} more ${what}: --csv or --json has them`] : [];
}
