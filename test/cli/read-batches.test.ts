import { expect, it } from 'vitest';
import { batchNumbers } from '../../src/cli/read-batches.ts';

it.each([
  [
    ['3', '8'],
    [3, 8],
  ],
  [['3,8,12'], [3, 8, 12]],
  [
    ['3,', '8'],
    [3, 8],
  ],
  [
    ['14–15', '2-4'],
    [14, 15, 2, 3, 4],
  ],
])('%j are the batches %j, as they are shown', (typed, numbers) => {
  expect(batchNumbers.parse(typed)).toEqual(numbers);
});

it.each(['x', '0', '5-3', '-1', '1-', '1-9999999999', '1.5'])('"%s" is no batch', (typed) => {
  const { error } = batchNumbers.safeParse([typed]);
  expect(error?.issues[0]?.message).toContain(`"${typed}" is no batch`);
});
