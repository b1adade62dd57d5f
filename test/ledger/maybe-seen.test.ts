import { expect, it } from 'vitest';
import { openMaybeSeen } from '../../src/ledger/postgres/maybe-seen.ts';

const address = (index: number) => `supporter.${(index * 7919) % 1_000_003}@mail.example.org`;

it('never says of an address that was added that it is new', () => {
  const seen = openMaybeSeen();
  for (let index = 0; index < 50_000; index++) seen.add(address(index));
  for (let index = 0; index < 50_000; index++) expect(seen.add(address(index))).toBe(true);
});

it('takes few that are new for known, however alike they are', () => {
  const seen = openMaybeSeen();
  let wrong = 0;
  for (let index = 0; index < 300_000; index++) wrong += seen.add(address(index)) ? 1 : 0;
  expect(wrong).toBeLessThan(10);
});
