import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainAddress, normaliseAddress } from '../../src/audience/address.ts';
import { maskAddress } from '../../src/mask-address.ts';

const long = (count: number): string => 'a'.repeat(count);

describe('an address is mailed', () => {
  test.each([
    ['ana@example.org', 'ana@example.org', 'the plain case'],
    ['Ana@Example.ORG', 'ana@example.org', 'case does not make two mailboxes'],
    ['  ana@example.org\t', 'ana@example.org', 'white space around it'],
    ['\u00a0ana@example.org\u00a0', 'ana@example.org', 'no-break space, as web pages have it'],
    ['\u200bana@example.org\u200e\ufeff', 'ana@example.org', 'invisible characters around it'],
    ['mailto:ana@example.org', 'ana@example.org', 'a pasted link'],
    ['MAILTO:ana@example.org?subject=Hi%20you', 'ana@example.org', 'a pasted link with a subject'],
    ['Ana <ana@example.org>', 'ana@example.org', 'pasted from a mail program'],
    ['"Bell, Ana" <ana@example.org>', 'ana@example.org', 'the name may hold anything'],
    ['< ana@example.org >', 'ana@example.org', 'angle brackets alone'],
    ["o'brien+news@mail.example.org", "o'brien+news@mail.example.org", 'apostrophe and tag'],
    ['{a}!#$%&*/=?^_`|~-@example.org', '{a}!#$%&*/=?^_`|~-@example.org', 'all of RFC 5322 atext'],
    ['ana@bücher.example', 'ana@xn--bcher-kva.example', 'international domain'],
    ['ana@BÜCHER.Example', 'ana@xn--bcher-kva.example', 'international domain in capitals'],
    ['ana@XN--BCHER-KVA.example', 'ana@xn--bcher-kva.example', 'punycode in capitals'],
    ['ana@例え。テスト', 'ana@xn--r8jz45g.xn--zckzah', 'ideographic full stop'],
    ['ana@4x4.example.org', 'ana@4x4.example.org', 'digits in a domain'],
    [`${long(64)}@example.org`, `${long(64)}@example.org`, '64 characters before the @'],
    [`a@${long(63)}.org`, `a@${long(63)}.org`, '63 characters in a part'],
  ])('%j → %s: %s', (typed, address, _reason) => {
    expect(normaliseAddress(typed)).toBe(address);
    expect(explainAddress(typed)).toBe('');
  });
});

describe('an address is refused', () => {
  test.each([
    ['', 'is empty'],
    [' \u200b ', 'is empty'],
    ['ana.example.org', 'has no @'],
    ['ana@example.org; ben@example.org', 'holds more than one address'],
    ['ana@example.org,ben@example.org', 'holds more than one address'],
    ['ana@@example.org', 'has more than one @'],
    ['ana@bell@example.org', 'has more than one @'],
    ['ana bell@example.org', 'has a space'],
    ['ana@exam ple.org', 'has a space'],
    ['ana\u200b@example.org', 'has an invisible character'],
    ['ana\u0000@example.org', 'has an invisible character'],
    ['"ana"@example.org', 'has a quotation mark'],
    ['@example.org', 'has nothing before the @'],
    ['ana@', 'has nothing after the @'],
    ['ana@example.org,', 'ends with a comma'],
    ['ana..bell@example.org', 'has two dots in a row'],
    ['ana@example..org', 'has two dots in a row'],
    ['.ana@example.org', 'begins with a dot'],
    ['ana.@example.org', 'has a dot just before the @'],
    ['ana@.example.org', 'has a dot just after the @'],
    ['ana@example.org.', 'ends with a dot'],
    ['añá@example.org', 'has a character before the @ that is not allowed there'],
    ['a,b@example.org', 'has a character before the @ that is not allowed there'],
    ['\u212a@example.org', 'has a character before the @ that is not allowed there'],
    [`${long(65)}@example.org`, 'has more than 64 characters before the @'],
    ['ana@[127.0.0.1]', 'has a number after the @ where a domain is needed'],
    ['ana@127.0.0.1', 'has a number after the @ where a domain is needed'],
    ['ana@１２７.0.0.1', 'has a number after the @ where a domain is needed'],
    ['ana@exam_ple.org', 'has a character in its domain that is not allowed there'],
    ['ana@example.org/x', 'has a character in its domain that is not allowed there'],
    ['ana@example', 'has a domain without a dot'],
    ['ana@-example.org', 'has a part of its domain that begins or ends with a hyphen'],
    [`ana@${long(64)}.org`, 'has a part of its domain that is longer than 63 characters'],
    ['ana@example.o', 'has a domain that cannot exist'],
    ['ana@example.123', 'has a domain that cannot exist'],
    [`ana@${`${long(62)}.`.repeat(4)}org`, 'is longer than 254 characters'],
  ])('%j %s', (typed, reason) => {
    expect(explainAddress(typed)).toBe(reason);
    expect(normaliseAddress(typed)).toBeUndefined();
  });
});

test('a cell that has swallowed half a file is refused at once', () => {
  const cells = [
    `a@${' '.repeat(200_000)}b`,
    `a${' \u200b'.repeat(100_000)}b`,
    '@a'.repeat(100_000),
  ];
  for (const cell of cells) {
    expect(explainAddress(cell)).toBe('is longer than 254 characters');
    expect(normaliseAddress(cell)).toBeUndefined();
    expect(maskAddress(cell).length).toBeLessThan(10);
  }
});

/** Texts near to addresses: pieces that matter, in any order. */
const nearly = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'ana',
        '@',
        '.',
        'example.org',
        'xn--',
        'ü',
        '<',
        '>',
        'mailto:',
        ' ',
        ',',
        '"',
      ),
      fc.constantFrom(
        '\u200b',
        '\u00a0',
        '-',
        'K',
        '。',
        '?',
        '127.0.0.1',
        'EXAMPLE.com',
        'ß',
        'İ',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));

test('an address has either a form or a reason, never both and never none', () => {
  fc.assert(
    fc.property(nearly, (text) => {
      expect(explainAddress(text) === '').toBe(normaliseAddress(text) !== undefined);
    }),
    { numRuns: 2000 },
  );
});

test('normalising twice changes nothing, and what comes out is plain ASCII in lower case', () => {
  const address = fc
    .tuple(nearly, nearly)
    .map(([local, domain]) => `a${local}@${domain}.example.org`);
  fc.assert(
    fc.property(fc.oneof(nearly, address), (text) => {
      const once = normaliseAddress(text);
      if (once === undefined) return;
      expect(normaliseAddress(once)).toBe(once);
      expect(once).toMatch(/^[!-?^-~]+@[a-z0-9.-]+$/);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['ana@example.org', 'a…@example.org', 'the common case'],
  ['🌻ana@example.org', '🌻…@example.org', 'whole characters'],
  [' ana@example.org ', 'a…@example.org', 'white space around it'],
  ['ana@bell@example.org', 'a…@example.org', 'two @'],
  ['ana@example.org ben bell', 'a…@example.org', 'nothing after the domain is shown'],
  ['ana bell', 'a…', 'no address: only the first letter'],
  ['', '…', 'nothing'],
])('%j is shown as %s: %s', (address, masked, _reason) => {
  expect(maskAddress(address)).toBe(masked);
});
