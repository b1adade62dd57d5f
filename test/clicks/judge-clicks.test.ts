import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClickFacts } from '../../src/clicks/click-facts.ts';
import { judgeClicks } from '../../src/clicks/judge-clicks.ts';
import { RULES } from '../../src/clicks/rules.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const EDGE = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Edg/126.0.0.0';

function click(changes: Partial<ClickFacts> = {}): ClickFacts {
  const sign = { kind: 'sign', link: null, method: 'GET' };
  return { at: 0, ...sign, userAgent: FIREFOX, purpose: '', network: 'home', ...changes };
}
const scanner = { userAgent: EDGE, network: 'scanner' };
const link = (number: number, changes: Partial<ClickFacts> = {}) =>
  click({ kind: 'link', link: number, ...changes });

const rulesOf = (clicks: readonly ClickFacts[], signedAt?: number) =>
  judgeClicks({ clicks, signedAt }).map(({ rule }) => rule);

describe('a click', () => {
  it.each([
    { given: [click()], rules: ['no-sign'], reason: 'none of the signs of a scanner' },
    { given: [click({ method: 'HEAD' })], rules: ['head'], reason: 'browsers do not use HEAD' },
    {
      given: [click({ method: 'HEAD' }), click({ at: 900 })],
      rules: ['head', 'head'],
      reason: 'a scanner asks, then fetches',
    },
    {
      given: [click({ method: 'HEAD', ...scanner }), click({ at: 900 })],
      rules: ['head', 'no-sign'],
      reason: 'another program at the same time',
    },
    {
      given: [click({ method: 'HEAD' }), click({ at: 60_000 })],
      rules: ['head', 'no-sign'],
      reason: 'long after',
    },
    {
      given: [click({ purpose: 'prefetch;prerender' })],
      rules: ['prefetch'],
      reason: 'not opened',
    },
    { given: [click({ userAgent: ' ' })], rules: ['no-agent'], reason: 'browsers have a name' },
    { given: [click({ userAgent: 'curl/8.5.0' })], rules: ['agent'], reason: 'it says so itself' },
    {
      given: [click({ userAgent: 'SomeMailApp/3.1' })],
      rules: ['no-browser'],
      reason: 'neither a browser nor a scanner that is known',
    },
    {
      given: [link(0), link(1, { at: 1500 }), click({ at: 3000 })],
      rules: ['burst', 'burst', 'burst'],
      reason: 'three links, none two seconds after the last',
    },
    {
      given: [link(0), link(1, { at: 2001 }), click({ at: 4002 })],
      rules: ['no-sign', 'no-sign', 'no-sign'],
      reason: 'somebody who reads',
    },
    { given: [link(0), click({ at: 1000 })], rules: ['pair', 'pair'], reason: 'two at once' },
    {
      given: [click(), click({ at: 200 }), click({ at: 400 })],
      rules: ['no-sign', 'no-sign', 'no-sign'],
      reason: 'one link, pressed impatiently',
    },
    {
      given: [click({ kind: 'trap', ...scanner }), click({ at: 500 }), click({ at: 9000 })],
      rules: ['trap', 'trap', 'no-sign'],
      reason: 'with whoever follows the link that nobody sees',
    },
    {
      given: [click(scanner), click({ at: 1e7, kind: 'trap', ...scanner }), click({ at: 2e7 })],
      rules: ['trap', 'trap', 'no-sign'],
      reason: 'by the program that follows it hours later',
    },
    {
      given: [click({ kind: 'trap', network: 'other' }), click({ at: 1e7 })],
      rules: ['trap', 'no-sign'],
      reason: 'the same browser elsewhere is another program',
    },
    {
      given: [click({ kind: 'trap', network: '' }), click({ at: 1e7 })],
      rules: ['trap', 'trap'],
      reason: 'where the network is not known, the browser must do',
    },
  ])('is judged by $rules: $reason', ({ given, rules }) => {
    expect(rulesOf(given)).toEqual(rules);
  });
});

describe('who has signed is a person', () => {
  it.each([
    {
      given: [click({ userAgent: 'curl/8.5.0' }), click({ at: 5000, userAgent: 'Barracuda' })],
      rules: ['agent', 'signed'],
      reason: 'the last before her signature, if all look like machines',
    },
    {
      given: [click(), click({ at: 5000, userAgent: 'Barracuda' })],
      rules: ['signed', 'agent'],
      reason: 'rather the one that looks like a person',
    },
    {
      given: [link(0), click({ at: 100 }), click({ at: 5000, userAgent: '' })],
      rules: ['pair', 'signed', 'no-agent'],
      reason: 'or could be one',
    },
    {
      given: [link(0), click({ at: 20_000 })],
      rules: ['no-sign', 'no-sign'],
      reason: 'not what came after, nor another link',
    },
    { given: [click({ method: 'HEAD' })], rules: ['head'], reason: 'nobody reads by HEAD' },
  ])('$rules: $reason', ({ given, rules }) => {
    expect(rulesOf(given, 10_000)).toEqual(rules);
  });
});

const facts = fc.record({
  at: fc.integer({ min: 0, max: 20_000 }),
  kind: fc.constantFrom('sign', 'link', 'unsubscribe', 'trap'),
  link: fc.option(fc.integer({ min: 0, max: 3 })),
  method: fc.constantFrom('GET', 'HEAD'),
  userAgent: fc.constantFrom(FIREFOX, EDGE, '', 'curl/8'),
  purpose: fc.constantFrom('', 'prefetch'),
  network: fc.constantFrom('', 'a', 'b'),
});

it('judges every click once, by a rule of its verdict', () => {
  const many = fc.array(facts, { maxLength: 12 });
  fc.assert(
    fc.property(many, fc.option(fc.integer({ min: 0, max: 20_000 })), (unordered, signedAt) => {
      const clicks = unordered.toSorted((a, b) => a.at - b.at);
      const judged = judgeClicks({ clicks, signedAt: signedAt ?? undefined });
      expect(judged).toHaveLength(clicks.length);
      for (const { rule, verdict } of judged) {
        expect(verdict).toBe(rule === 'signed' ? 'human' : RULES[rule].verdict);
      }
    }),
  );
});

it('judges a hundred thousand visits of one link without losing its temper', () => {
  const clicks = Array.from({ length: 100_000 }, (_, at) =>
    click({ at, method: at % 2 ? 'GET' : 'HEAD', userAgent: `${FIREFOX} ${at}` }),
  );
  const rules = rulesOf(clicks);
  expect(rules.filter((rule) => rule === 'head')).toHaveLength(50_000);
  expect(rules.filter((rule) => rule === 'no-sign')).toHaveLength(50_000);
});

it('has every rule in the README, in the order in which they are tried, with its verdict', () => {
  const rows = readFileSync('README.md', 'utf8').matchAll(
    /^\| `([\w-]+)` \| (human|machine|unsure) \| /gm,
  );
  const told = [...rows].map(([, rule, verdict]) => ({ rule, verdict }));
  const rules = Object.entries(RULES).map(([rule, { verdict }]) => ({ rule, verdict }));
  expect(told).toEqual([{ rule: 'signed', verdict: 'human' }, ...rules]);
});
