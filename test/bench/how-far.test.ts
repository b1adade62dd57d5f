import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { howFar, withHowFar } from './how-far-table.ts';
import { MEASURED, type Measured } from './measured.ts';

const measured = JSON.parse(readFileSync(MEASURED, 'utf8')) as Measured;

it('says in the README how far it goes as the kept measurements have it', () => {
  const page = readFileSync('README.md', 'utf8');
  expect(page).toBe(withHowFar(page, measured));
});

it('computes from what was measured: half the rate is twice the time and twice the workers', () => {
  const [first, ...others] = measured.sending;
  if (!first) throw new Error('Nothing was measured.');
  const at = (rate: number) => {
    const lines = howFar({ ...measured, sending: [{ ...first, rate }, ...others] });
    return ['sending by one worker', 'workers, to be out', 'one worker. Then'].map(
      (words) => lines.find((line) => line.includes(words)) ?? 'nothing',
    );
  };
  expect(at(20_000)).toEqual([
    '| sending by one worker | 50 s | 8.3 min | 83 min |',
    '| workers, to be out within an hour | 1 | 1 | 2 |',
    '- From 72 million recipients on one worker. Then start more, each on a machine of its own.',
  ]);
  expect(at(10_000)).toEqual([
    '| sending by one worker | 1.7 min | 17 min | 2.8 h |',
    '| workers, to be out within an hour | 1 | 1 | 3 |',
    '- From 36 million recipients on one worker. Then start more, each on a machine of its own.',
  ]);
  expect(at(40_000)[2]).toBe('nothing');
});
