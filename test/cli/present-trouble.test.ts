import { expect, it } from 'vitest';
import { presentAllTrouble, presentTrouble } from '../../src/cli/present-trouble.ts';
import type { BatchReport } from '../../src/ledger/ledger.ts';

function unknown(number: number, reason: string): BatchReport {
  return { number: number as BatchReport['number'], state: 'unknown', recipients: 100, reason };
}

it('tells the same reason once, with the numbers of its batches', () => {
  const troubled = [1, 2, 3, 7, 9].map((number) => unknown(number, 'It was cut off.'));
  expect(presentTrouble([...troubled, unknown(8, 'No answer.')])).toEqual([
    '  batches 1–3, 7 and 9, 500 people, unknown: It was cut off.',
    '  batch 8, 100 people, unknown: No answer.',
  ]);
});

it('names the first batches of very many, and all of them where they are decided about', () => {
  const troubled = Array.from({ length: 1200 }, (_, index) => unknown(2 * index + 1, 'Cut off.'));
  expect(presentTrouble(troubled)).toEqual([
    '  batches 1, 3, 5, 7, 9, 11 and 1,194 more, 120,000 people, unknown: Cut off.',
  ]);
  expect(presentAllTrouble(troubled)[0]).toContain(' 2395, 2397 and 2399, 120,000 people');
});

it('is short where nearly every batch has a reason of its own', () => {
  const troubled = Array.from({ length: 40 }, (_, index) => unknown(index + 1, `Reason ${index}.`));
  expect(presentTrouble(troubled)).toHaveLength(6);
  expect(presentTrouble(troubled).at(-1)).toBe('  and 35 further reasons');
  expect(presentAllTrouble(troubled)).toHaveLength(40);
});
