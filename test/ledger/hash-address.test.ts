import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newKey, openHasher } from '../../src/ledger/hash-address.ts';

it("is HMAC-SHA-256, as Node's own makes it", () => {
  const text = fc.oneof(fc.emailAddress(), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
      const key = newKey();
      const hashOf = openHasher(key);
      const expected = texts.map((one) =>
        createHmac('sha256', key).update(one).digest('base64url'),
      );
      expect(texts.map(hashOf)).toEqual(expected);
    }),
  );
});

it('has a key of its own each time, as long as a block', () => {
  expect(newKey()).toMatch(/^[0-9a-f]{64}$/);
  expect(newKey()).not.toBe(newKey());
});
