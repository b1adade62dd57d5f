import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskAddresses } from '../../src/delivery/mask-addresses.ts';

test.each([
  ['jane@example.org', 'j…@example.org'],
  ['<jane@example.org>, "j d"@example.com.', '<j…@example.org>, j…@example.com.'],
  ["'o'brien@example.org'", "o…@example.org'"],
  ['émile@münchen.example', 'é…@münchen.example'],
  ['a@b@example.org', 'a…@example.org'],
  ['{"email":"jane@example.org"}', '{"email":"j…@example.org"}'],
  ['at @ home', 'at @ home'],
])('%s becomes %s', (text, masked) => {
  expect(maskAddresses(text)).toBe(masked);
});

test('no address survives whole, wherever it stands', () => {
  const around = fc.constantFrom(' ', ',', '<', '>', '"', "'", '(', ':', ';', '\n', '=', '');
  fc.assert(
    fc.property(fc.emailAddress(), around, around, (email, before, after) => {
      expect(maskAddresses(`x${before}${email}${after}y`)).not.toContain(email);
    }),
  );
});
