import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NEARLY } from '../../src/campaign/near-sends.ts';
import { shinglesOf, similarity } from '../../src/campaign/similar-text.ts';

const alike = (one: string, other: string) => similarity(shinglesOf(one), shinglesOf(other));

const LETTER = `Dear friend, the permit of the quarry lapsed in March, and the river has run brown since.
Last week three schools were told to boil their water. The board meets on Thursday, and it has not
said a word. Will you add your name? It takes one minute, and we hand every signature over in person.
Thanks for speaking out! Ana, Ben and Chi of the Safe Harbour team.`;

const OTHER = `Dear friend, tonight we are four thousand names short. You have until noon tomorrow: then the
clerk closes the book, and whoever is not in it has not been heard. Ask your sister, ask the man at the
corner shop. Bring them to the town hall steps at six, where the choir of the fishermen will sing.
Thanks for speaking out! Ana, Ben and Chi of the Safe Harbour team.`;

it('holds a letter with a mended word for nearly the same, and another one of its matter not', () => {
  expect(alike(LETTER, LETTER.replace('lapsed', 'ran out'))).toBeGreaterThan(0.9);
  expect(alike(LETTER, LETTER.replace(/Last week.*water\./s, ''))).toBeGreaterThan(NEARLY);
  expect(alike(LETTER, OTHER)).toBeLessThan(NEARLY / 2);
});

it('does not look at case, punctuation, white space and the form of letters', () => {
  expect(alike(LETTER, LETTER.toUpperCase().replace(/[.,!?\s]+/g, '\n  —'))).toBe(1);
  expect(alike('Prénom à la ligne', 'Prénom à la ligne'.normalize('NFD'))).toBe(1);
});

it.for([
  ['', '', 0, 'no words are no likeness'],
  ['river', '', 0, 'one of them has none'],
  ['River!', 'river', 1, 'shorter than three words, and the same'],
  ['the river', 'the sea', 0, 'shorter than three words, and another'],
  ['川の水を守ろう', '川の水を守ろう。', 1, 'a script without spaces'],
  ['川の水を守ろう', '海の水を守ろう', 4 / 6, 'of which each letter counts as a word'],
] as const)('says of %j and %j %d: %s', ([one, other, share]) => {
  expect(alike(one, other)).toBeCloseTo(share);
});

it('is a share, the same both ways, and whole for a text and itself', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'river', '川', '.')).map((w) => w.join(' '));
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(alike(one, other)).toBe(alike(other, one));
      expect(alike(one, other)).toBeGreaterThanOrEqual(0);
      expect(alike(one, other)).toBeLessThanOrEqual(1);
      expect(alike(one, one)).toBe(shinglesOf(one).size > 0 ? 1 : 0);
    }),
  );
});
