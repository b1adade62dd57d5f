import { expect, test } from 'vitest';
import type { ClickDraft, Ledger } from '../../../src/ledger/ledger.ts';
import { visitorsLedger } from '../../../src/web/visitors-ledger.ts';

const click = (recipient: number): ClickDraft => ({
  campaign: 1 as ClickDraft['campaign'],
  recipient: recipient as ClickDraft['recipient'],
  kind: 'sign',
  method: 'GET',
  userAgent: '',
  purpose: '',
  network: 'n',
});

test('who opens one link again and again does not fill the disk, and hides no other reader', async () => {
  const recorded: ClickDraft[] = [];
  const recordClick = async (draft: ClickDraft) => void recorded.push(draft);
  let elapsed = 0;
  const ledger = visitorsLedger({ recordClick } as unknown as Ledger, () => elapsed);
  for (let count = 0; count < 10_000; count++) await ledger.recordClick(click(12));
  expect(recorded.length).toBe(500);
  await ledger.recordClick(click(13));
  expect(recorded.length).toBe(501);
  elapsed += 60_000;
  for (let count = 0; count < 100; count++) await ledger.recordClick(click(12));
  expect(recorded.length).toBe(511);
});
