import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClickFacts } from '../../src/clicks/click-facts.ts';
import { judgeClicks } from '../../src/clicks/judge-clicks.ts';
import { withoutTraces } from '../../src/clicks/without-traces.ts';

const click: fc.Arbitrary<Omit<ClickFacts, 'at'>> = fc.record({
  kind: fc.constantFrom('sign', 'unsubscribe', 'view', 'link', 'trap'),
  link: fc.constantFrom(null, 1, 2),
  method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD'),
  userAgent: fc.constantFrom(
    'Mozilla/5.0 (iPhone) Safari',
    'Mozilla/5.0 (Windows) Firefox',
    'Mozilla/5.0 (compatible; Googlebot/2.1)',
    'curl/8',
    'Lynx/2.9',
    '',
  ),
  purpose: fc.constantFrom('', '', 'Prefetch; anonymous', 'preview', 'document'),
  network: fc.constantFrom('', 'a1', 'b2', 'c3'),
});
const visit = fc.tuple(click, fc.constantFrom(0, 300, 1900, 2100, 60_000));
const signed = fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined });

describe('clicks without their traces', () => {
  it('are judged as before, each by the same rule', () => {
    fc.assert(
      fc.property(fc.array(visit, { maxLength: 12 }), signed, (visits, signedAt) => {
        let at = 0;
        const clicks = visits.map(([facts, gap]): ClickFacts => {
          at += gap;
          return { ...facts, at };
        });
        const traces = withoutTraces(clicks);
        const erased = clicks.map((one, index) => ({ ...one, ...traces[index] }));
        expect(judgeClicks({ clicks: erased, signedAt })).toEqual(
          judgeClicks({ clicks, signedAt }),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('say nothing of what made them', () => {
    expect(
      withoutTraces([
        { userAgent: 'Mozilla/5.0 (iPhone) Safari', purpose: '', network: 'a1' },
        { userAgent: 'Proofpoint scanner', purpose: 'Prefetch', network: '' },
        { userAgent: 'Mozilla/5.0 (iPhone) Safari', purpose: 'x', network: 'b2' },
      ]),
    ).toEqual([
      { userAgent: 'Mozilla/ 1', purpose: '', network: '1' },
      { userAgent: 'crawler 2', purpose: 'prefetch', network: '' },
      { userAgent: 'Mozilla/ 1', purpose: '', network: '2' },
    ]);
  });
});
