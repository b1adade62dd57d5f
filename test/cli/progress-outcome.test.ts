import { describe, expect, it } from 'vitest';
import { outcomeText } from '../../src/cli/notify-outcome.ts';
import { closingWords, type Outcome, presentRun } from '../../src/cli/present-outcome.ts';
import { presentReasons } from '../../src/cli/present-trouble.ts';
import type { BatchReport, Campaign } from '../../src/ledger/ledger.ts';
import { openTally } from './told.ts';

const campaign = { name: 'door' } as Campaign;
const STOP = { reason: 'It was paused.', fix: 'Go on with: outcry resume door' };

/** A send to 10,000 people that went as it is told. */
function outcomeOf(counts: Partial<Outcome['tally']>, more: Partial<Outcome> = {}): Outcome {
  const tally = { ...openTally(10_000), planned: 0, ...counts };
  return {
    campaign,
    state: 'done',
    tally,
    stop: undefined,
    tookMs: 8_000,
    settled: 10_000,
    ...more,
  };
}

function refusedFor(reason: string, recipients: number): BatchReport {
  return { number: 1 as BatchReport['number'], state: 'refused', recipients, reason };
}

describe('the summary of a run', () => {
  it('tells how long it took, and the languages of a letter that has several', () => {
    const languages = {
      en: { recipients: 8_000, signatures: 0 },
      es: { recipients: 2_000, signatures: 0 },
    };
    expect(presentRun(outcomeOf({ accepted: 10_000 }), languages, [])).toEqual([
      '  10,000 recipients in 8 seconds: 1,250 a second',
      '  by language: English 8,000, Spanish 2,000',
    ]);
  });

  it('says nothing of the speed where nothing was sent', () => {
    expect(presentRun(outcomeOf({}, { settled: 0 }), {}, [])).toEqual([]);
  });

  it('tells the same reason once, whichever recipient of a batch it was, the most people first', () => {
    const named = (index: number) => `Bad address (recipient ${index} of the batch).`;
    expect(
      presentReasons([
        refusedFor('Too long.', 2),
        refusedFor(named(1), 1),
        refusedFor(named(7), 3),
      ]),
    ).toEqual(['  refused, 4 people: Bad address.', '  refused, 2 people: Too long.']);
    const many = Array.from({ length: 9 }, (_, index) => refusedFor(`Reason ${index}.`, 1));
    expect(presentReasons(many).at(-1)).toBe('  and 4 further reasons');
  });

  it('says what to do about who was refused, what is unknown, and a stop', () => {
    const all = closingWords(outcomeOf({ accepted: 9_000, refused: 10, unknown: 990 }));
    expect(all).toContain('outcry recipients door --state refused --csv refused.csv');
    expect(all).toContain('outcry reconcile door');
    expect(all).toContain('outcry report door');
    const half = outcomeOf({ accepted: 4_000, planned: 6_000 }, { state: 'paused', stop: STOP });
    expect(closingWords(half)).toBe(
      '\nIt was paused.\n4,000 people were mailed; 6,000 people are not mailed yet.\nGo on with: outcry resume door',
    );
    const stop = { reason: 'It was cancelled.', fix: '' };
    const ended = outcomeOf({ accepted: 4_000, planned: 6_000 }, { state: 'cancelled', stop });
    expect(closingWords(ended)).toContain('6,000 people are never mailed.');
    expect(outcomeText(ended)).toContain('6,000 people are never mailed.');
  });
});

describe('the text of a notice', () => {
  it.each([
    [
      outcomeOf({ accepted: 10_000 }),
      'door is done: 10,000 of 10,000 recipients mailed, in 8 seconds. See what the letter does with: outcry report door',
    ],
    [
      outcomeOf({ accepted: 9_990, refused: 10 }),
      'door is done: 9,990 of 10,000 recipients mailed, in 8 seconds. 10 refused. See what the letter does with: outcry report door',
    ],
    [
      outcomeOf({ accepted: 4_000, planned: 6_000 }, { state: 'paused', stop: STOP }),
      'door is not done (paused). It was paused. 4,000 people were mailed; 6,000 people are not mailed yet. Go on with: outcry resume door',
    ],
  ])('is one paragraph (%#)', (outcome, text) => {
    expect(outcomeText(outcome)).toBe(text);
  });
});
