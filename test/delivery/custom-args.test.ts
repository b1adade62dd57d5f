import fc from 'fast-check';
import { expect, test } from 'vitest';
import { campaignArgs, readCustomArgs, recipientArgs } from '../../src/delivery/custom-args.ts';
import type { BatchNumber, CampaignNumber, RecipientNumber } from '../../src/terms.ts';

test('what goes out comes back', () => {
  const number = fc.integer({ min: 1, max: 2 ** 40 });
  fc.assert(
    fc.property(number, number, number, (campaign, batch, recipient) => {
      const args = {
        ...campaignArgs(campaign as CampaignNumber, batch as BatchNumber),
        ...recipientArgs(recipient as RecipientNumber),
      };
      expect(readCustomArgs({ event: 'open', ...args })).toEqual({ campaign, batch, recipient });
    }),
  );
});

test('all are strings, as SendGrid asks, and bear our prefix', () => {
  const args = {
    ...campaignArgs(1 as CampaignNumber, 2 as BatchNumber),
    ...recipientArgs(3 as RecipientNumber),
  };
  for (const [name, value] of Object.entries(args)) {
    expect(name).toMatch(/^outcry_/);
    expect(value).toBeTypeOf('string');
  }
});

test.each([
  ['0'],
  ['-1'],
  ['1.5'],
  ['1e3'],
  [' 1'],
  ['x'],
  [''],
  ['9'.repeat(20)],
  [null],
  [{}],
  [[1]],
])('%j is no number of ours', (value) => {
  expect(readCustomArgs({ outcry_campaign: value })).toEqual({
    campaign: undefined,
    batch: undefined,
    recipient: undefined,
  });
});

test('a number that comes back as a number is read', () => {
  expect(readCustomArgs({ outcry_recipient: 12 }).recipient).toBe(12);
});
