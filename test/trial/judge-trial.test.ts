import { describe, expect, it } from 'vitest';
import type { TrialRule } from '../../src/ledger/trial-ledger.ts';
import { judgeTrial, standingsOf } from '../../src/trial/judge-trial.ts';

const HOUR = 3_600_000;
const SENT = Date.UTC(2026, 10, 24, 9);

function judge(rule: TrialRule, signatures: readonly number[], afterMs: number) {
  const figures = signatures.map((signed, index) => ({
    variant: 'ABC'[index] ?? '',
    recipients: 1000,
    accepted: 1000,
    signatures: signed,
  }));
  return judgeTrial({ rule }, standingsOf(figures), { sentAt: SENT, now: SENT + afterMs });
}

const SURE = { probability: 0.95 };
const LATE = { afterMs: 4 * HOUR };

describe('a trial', () => {
  it.each<[TrialRule, number[], number, object, string]>([
    [{}, [10, 90], 9 * HOUR, { kind: 'ask', why: 'no rule' }, 'nobody said how to decide'],
    [
      SURE,
      [10, 90],
      HOUR,
      { kind: 'winner', winner: { variant: 'B', how: 'probability' } },
      'sure',
    ],
    [SURE, [0, 19], HOUR, { kind: 'wait' }, 'too few signatures, however lopsided'],
    [SURE, [10, 90], HOUR / 3, { kind: 'wait' }, 'too early, however lopsided'],
    [SURE, [40, 41], 5 * HOUR, { kind: 'wait', until: SENT + 24 * HOUR }, 'not sure'],
    [SURE, [40, 41], 24 * HOUR, { kind: 'ask', why: 'not sure' }, 'not sure for a whole day'],
    [
      LATE,
      [10, 90],
      3 * HOUR,
      { kind: 'wait', until: SENT + 4 * HOUR },
      'sure, but only time was asked for',
    ],
    [
      LATE,
      [41, 40],
      4 * HOUR,
      { kind: 'winner', winner: { variant: 'A', how: 'deadline' } },
      'time is over',
    ],
    [LATE, [0, 0], 4 * HOUR, { kind: 'ask', why: 'no signatures' }, 'nothing tells them apart'],
    [
      LATE,
      [0, 1],
      4 * HOUR,
      { kind: 'winner', winner: { variant: 'B' } },
      'one signature is something',
    ],
    [
      { until: SENT + HOUR },
      [5, 3, 9],
      HOUR,
      { kind: 'winner', winner: { variant: 'C' } },
      'a time of day',
    ],
    [
      { ...SURE, ...LATE },
      [9, 90],
      HOUR,
      { kind: 'winner', winner: { how: 'probability' } },
      'whichever comes first',
    ],
  ])(
    '%j with %j signatures after %i ms: %j, for it is %s',
    (rule, signatures, afterMs, expected) => {
      expect(judge(rule, signatures, afterMs)).toMatchObject(expected);
    },
  );
});
