import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Request, Transport } from '../../src/delivery/transport.ts';
import { expectSum, openStage, type Stage } from './a-stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

it('sends a large block once for all who get it, and everybody her own copy', async () => {
  const rows = Array.from({ length: 25 }, (_, index) => {
    const isDonor = index % 3 === 0;
    return [`r${index}@example.org`, `Name ${index}`, isDonor ? 'yes' : ''];
  });
  const list = stage.list('list.csv', rows, 'email,first_name,donor');
  const requests: Request[] = [];
  const around = (real: Transport): Transport => ({
    ...real,
    post: (one) => {
      if ('personalizations' in one) requests.push(one);
      return real.post(one);
    },
  });
  const campaign = await stage.plan({ lists: [list], batchSize: 5 });
  await stage.send(campaign, { around });

  const holding = ({ shared, personalizations }: Request) => ({
    inShared: shared.text.includes('You gave last year'),
    inCopies: personalizations.some(({ substitutions }) =>
      Object.values(substitutions).some((value) => value.includes('You gave last year')),
    ),
  });
  const [first, ...others] = requests.map(holding);
  expect(first).toEqual({ inShared: false, inCopies: true });
  expect(others.some(({ inShared }) => inShared)).toBe(true);
  expect(others.some(({ inShared }) => !inShared)).toBe(true);
  expect(others.every(({ inCopies }) => !inCopies)).toBe(true);

  for (const [email = '', name = '', donor] of rows) {
    const [copy] = await stage.copies(email);
    expect(copy?.text).toContain(name);
    expect(copy?.text.includes('You gave last year')).toBe(donor === 'yes');
  }
  expectSum(await stage.tally(campaign), rows.length);
});
