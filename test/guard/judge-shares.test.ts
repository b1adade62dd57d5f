import { describe, expect, test } from 'vitest';
import type { DomainCounts, GuardFigures, Pass } from '../../src/guard/guard.ts';
import { guardSchema } from '../../src/guard/guard-settings.ts';
import { judgeShares, sayPercent } from '../../src/guard/judge-shares.ts';

const LIMITS = guardSchema.parse({});
const WELL: GuardFigures = {
  recipients: 200_000,
  accepted: 5000,
  refused: 0,
  heard: 5000,
  delivered: 4950,
  bounced: 50,
  complaints: 0,
  unsubscribes: 5,
  domains: [],
};

const kindsOf = (figures: Partial<GuardFigures>, passes: readonly Pass[] = []) =>
  judgeShares(LIMITS, { ...WELL, ...figures }, passes).map(({ kind, subject }) =>
    [kind, subject].filter(Boolean).join(' '),
  );
const atDomain = (counts: Partial<DomainCounts>): Partial<GuardFigures> => ({
  domains: [{ domain: 'mail.example', recipients: 40_000, delivered: 920, bounced: 80, ...counts }],
});

test('A send that goes well is let go', () => {
  expect(kindsOf({})).toEqual([]);
});

test.each([
  { figures: { delivered: 4600, bounced: 400 }, kinds: ['bounces'], reason: '8 %' },
  { figures: { delivered: 4800, bounced: 200 }, kinds: [], reason: '4 %' },
  { figures: { delivered: 1, bounced: 9 }, kinds: [], reason: 'nine of ten are too few' },
  { figures: { delivered: 5, bounced: 45 }, kinds: ['bounces'], reason: 'nearly all of fifty' },
  { figures: { delivered: 184, bounced: 11 }, kinds: [], reason: '5.6 % of 195 may be chance' },
  { figures: { complaints: 15 }, kinds: ['complaints'], reason: '0.3 %' },
  {
    figures: { delivered: 9, bounced: 0, complaints: 1 },
    kinds: [],
    reason: 'one complaint of ten',
  },
  {
    figures: { delivered: 300, bounced: 0, complaints: 4 },
    kinds: [],
    reason: 'four complaints are few',
  },
  { figures: { complaints: 6 }, kinds: [], reason: '0.12 % of 4,950 may be chance' },
  { figures: { refused: 200 }, kinds: ['refused'], reason: '3.8 %' },
  { figures: { refused: 50 }, kinds: [], reason: '1 %' },
  { figures: { accepted: 0, refused: 19 }, kinds: [], reason: 'too few, although all' },
  { figures: { unsubscribes: 150 }, kinds: ['unsubscribes'], reason: '3 %' },
  { figures: { unsubscribes: 75 }, kinds: [], reason: '1.5 %' },
])('$figures: $reason', ({ figures, kinds }) => {
  expect(kindsOf(figures)).toEqual(kinds);
});

test('A first wave is stopped a little less surely than what is looked at for hours', () => {
  const figures = { ...WELL, ...atDomain({ delivered: 967, bounced: 63 }) };
  const found = (inWave: boolean) => judgeShares(LIMITS, figures, [], { inWave }).length;
  expect([found(true), found(false)]).toEqual([1, 0]);
});

describe('One mail domain', () => {
  test.each([
    { counts: {}, trips: true, reason: '8 % of a thousand, although few of all' },
    { counts: { delivered: 960, bounced: 40 }, trips: false, reason: '4 %' },
    { counts: { delivered: 90, bounced: 9 }, trips: false, reason: 'too few heard of' },
    { counts: { delivered: 180, bounced: 20 }, trips: true, reason: '10 % of 200' },
    {
      counts: { recipients: 1500, delivered: 0, bounced: 150 },
      trips: false,
      reason: 'a firm that is no more, of 0.75 % of the audience',
    },
  ])('$counts: $reason', ({ counts, trips }) => {
    expect(kindsOf(atDomain(counts))).toEqual(trips ? ['bounces mail.example'] : []);
  });
});

describe('What staff have let pass', () => {
  const passed = { kind: 'bounces', subject: '', share: 0.08 } as const;
  test('stops nothing at the share that it had, and again at twice that', () => {
    expect(kindsOf({ delivered: 4600, bounced: 400 }, [passed])).toEqual([]);
    expect(kindsOf({ delivered: 4100, bounced: 900 }, [passed])).toEqual(['bounces']);
  });

  test('is of its own kind only', () => {
    expect(kindsOf({ refused: 200 }, [passed])).toEqual(['refused']);
  });

  test('of one mail domain holds for others that are no worse, not for all together', () => {
    const ofDomain = { ...passed, subject: 'other.example' };
    expect(kindsOf(atDomain({}), [ofDomain])).toEqual([]);
    expect(kindsOf({ delivered: 4600, bounced: 400 }, [ofDomain])).toEqual(['bounces']);
  });
});

test('What is off is not judged', () => {
  const limits = guardSchema.parse({ bounces: 'off' });
  expect(judgeShares(limits, { ...WELL, delivered: 0, bounced: 5000 }, [])).toEqual([]);
});

test('The reason has the figures', () => {
  const [finding] = judgeShares(LIMITS, { ...WELL, delivered: 4588, bounced: 412 }, []);
  expect(finding?.reason).toBe('412 of 5,000 bounced: 8.2 %, where 5 % is the most.');
  expect([0.001, 0.1, 0.0012, 1].map(sayPercent)).toEqual(['0.1 %', '10 %', '0.12 %', '100 %']);
});
