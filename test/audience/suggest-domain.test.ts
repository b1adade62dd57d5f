import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOneSlip, suggestDomain } from '../../src/audience/suggest-domain.ts';

test.each([
  ['gmial.com', 'gmail.com', 'neighbours swapped'],
  ['gmal.com', 'gmail.com', 'a letter missing'],
  ['gmaill.com', 'gmail.com', 'a letter doubled'],
  ['gnail.com', 'gmail.com', 'a neighbour on the keyboard'],
  ['gmail.co', 'gmail.com', 'an ending cut off'],
  ['gmail.con', 'gmail.com', 'an ending that does not exist'],
  ['gmial.con', 'gmail.com', 'both'],
  ['gmail.com.com', 'gmail.com', 'an ending twice'],
  ['hotnail.com', 'hotmail.com', 'another big one'],
  ['hotmial.co.uk', 'hotmail.co.uk', 'another country'],
  ['yaho.com', 'yahoo.com', 'another big one'],
  ['iclould.com', 'icloud.com', 'another big one'],
  ['example.con', 'example.com', 'any domain with such an ending'],
  ['charity.ogr', 'charity.org', 'any domain with such an ending'],
])('%s was most likely %s: %s', (domain, meant) => {
  expect(suggestDomain(domain)).toBe(meant);
});

test.each([
  ['gmail.com'],
  ['mail.com'],
  ['ymail.com'],
  ['gmx.de'],
  ['gmx.at'],
  ['aol.de'],
  ['yahoo.es'],
  ['hotmail.it'],
  ['live.nl'],
  ['example.co'],
  ['example.cm'],
  ['harbour.example.org'],
  ['sea.com'],
])('%s may well be meant', (domain) => {
  expect(suggestDomain(domain)).toBeUndefined();
});

test('one slip is a letter more, less, other, or two swapped: against the distance of Damerau', () => {
  const word = fc.stringMatching(/^[abc]{0,6}$/);
  fc.assert(
    fc.property(word, word, (one, other) => {
      expect(isOneSlip(one, other)).toBe(damerau(one, other) === 1);
    }),
    { numRuns: 2000 },
  );
});

/** Optimal string alignment, by the textbook. */
function damerau(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number) => d[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const swap =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? at(i - 2, j - 2) + 1
          : 99;
      (d[i] ?? [])[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost, swap);
    }
  }
  return at(a.length, b.length);
}
