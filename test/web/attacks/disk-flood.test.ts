import { expect, test } from 'vitest';
import type {
  ChoiceDraft,
  ChoiceStanding,
  ClickDraft,
  Ledger,
  MailChoice,
} from '../../../src/ledger/ledger.ts';
import type { Address } from '../../../src/terms.ts';
import { visitorsLedger } from '../../../src/web/visitors-ledger.ts';
import { PETITION, ROSA } from '../a-site.ts';

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

test('who leaves and comes back without end does not fill the disk, and is left out in the end', async () => {
  const chosen: MailChoice[] = [];
  const standing = (): ChoiceStanding => ({ choice: chosen.at(-1) ?? 'all', isHeld: false });
  const choose = async ({ choice }: ChoiceDraft) => {
    chosen.push(choice);
    return standing();
  };
  const plain = { choose, choiceOf: async () => standing() } as unknown as Ledger;
  const ledger = visitorsLedger(plain, () => 0);
  const draft = { email: ROSA, petition: PETITION.slug, detail: '' } as ChoiceDraft;
  for (let count = 0; count < 500; count++) {
    expect((await ledger.choose({ ...draft, choice: 'none' })).choice).toBe('none');
    await ledger.choose({ ...draft, choice: 'all' });
  }
  expect(chosen.filter((choice) => choice === 'all')).toHaveLength(50);
  expect(chosen.filter((choice) => choice === 'none')).toHaveLength(500);
  // The page says what holds, not what was asked.
  expect((await ledger.choose({ ...draft, choice: 'all' })).choice).toBe('none');
  const another = { ...draft, email: 'ana@example.org' as Address };
  expect((await ledger.choose({ ...another, choice: 'all' })).choice).toBe('all');
});
