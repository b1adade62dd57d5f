import { describe, expect, test } from 'vitest';
import type { GuardFigures } from '../../src/guard/guard.ts';
import { guardSchema } from '../../src/guard/guard-settings.ts';
import { judgeSilence } from '../../src/guard/judge-silence.ts';

describe('guard in outcry.yaml', () => {
  test('is sound without a word', () => {
    expect(guardSchema.parse({})).toEqual({
      bounces: 0.05,
      complaints: 0.001,
      refused: 0.02,
      unsubscribes: 0.02,
      links: true,
      signPage: true,
    });
  });

  test('takes shares, and off for what is not to be watched', () => {
    expect(
      guardSchema.parse({ bounces: '7.5%', complaints: 'off', refused: false, sign_page: 'off' }),
    ).toMatchObject({ bounces: 0.075, complaints: null, refused: null, signPage: false });
  });

  test.each([
    { written: { bounces: 5 }, reason: 'is it 5 % or 500 %?' },
    { written: { bounces: '0.05' }, reason: 'no percent sign' },
    { written: { bounces: '100 %' }, reason: 'never' },
    { written: { bounces: '' }, reason: 'empty' },
    { written: { links: 'yes please' }, reason: 'neither on nor off' },
    { written: { bounce: '5 %' }, reason: 'an unknown name' },
  ])('refuses $written: $reason', ({ written }) => {
    expect(guardSchema.safeParse(written).success).toBe(false);
  });
});

describe('Silence at the end of a first wave', () => {
  const limits = guardSchema.parse({});
  const heard = (figures: Partial<GuardFigures>) =>
    judgeSilence(limits, { accepted: 5000, heard: 0, ...figures } as GuardFigures, []).length > 0;

  test.each([
    { figures: { heard: 0 }, stops: true },
    { figures: { heard: 2400 }, stops: true },
    { figures: { heard: 2600 }, stops: false },
    { figures: { accepted: 0 }, stops: true },
  ])('$figures stops: $stops', ({ figures, stops }) => {
    expect(heard(figures)).toBe(stops);
  });

  test('is no matter where nothing that needs events is watched', () => {
    const deaf = guardSchema.parse({ bounces: 'off', complaints: 'off' });
    expect(judgeSilence(deaf, { accepted: 5000, heard: 0 } as GuardFigures, [])).toEqual([]);
  });

  test('is let pass by staff', () => {
    const pass = { kind: 'silence', subject: '', share: null } as const;
    const figures = { accepted: 5000, heard: 0 } as GuardFigures;
    expect(judgeSilence(limits, figures, [pass])).toEqual([]);
  });
});
