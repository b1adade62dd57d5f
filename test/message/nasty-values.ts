import fc from 'fast-check';

/** Values as a list, or a hand that means ill, could bring them. */
export const NASTY_TEXTS = [
  '',
  ' ',
  'Ann',
  `O'Brien & <b>Co</b>`,
  '"quoted" and `ticked`',
  '&amp; &lt; &#x27;',
  '$& $1 $$ $`',
  '{{x}} {{{x}}} {{7*7}} {{#if}}',
  '%s %d %',
  '%E0%A4%A',
  'line\u2028paragraph\u2029',
  'two\nlines\r\n',
  '🦉 é ñ 日本語',
  '\ud800 alone',
  'שלום \u202E abc',
  'a;b;c',
  '0',
  '1,250',
  'false',
  '</p><script>alert(1)</script>',
  '_x_ *y* [z](javascript:1)',
  '<!-- --> ]]>',
  'javascript:alert(1)',
  'x'.repeat(3000),
  'Oc7Xw2Kqv0000',
  'Oc7Xw2Kqo0000Oc7Xw2Kqe0000',
] as const;

const PLAIN = { noNullPrototype: true } as const;

/** As texts, and as values that no list holds today but helpers and later lists may. */
export const nastyValues: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...NASTY_TEXTS) },
  { weight: 2, arbitrary: fc.constantFrom(undefined, null, 0, -0, 1, 1.5, false, true) },
  {
    weight: 3,
    arbitrary: fc.oneof(
      fc.array(fc.constantFrom<unknown>(...NASTY_TEXTS, 0, false, true), { maxLength: 3 }),
      fc.array(fc.record({ city: fc.constantFrom(...NASTY_TEXTS) }, PLAIN), { maxLength: 2 }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        city: fc.constantFrom(...NASTY_TEXTS),
        deep: fc.record({ er: fc.constantFrom<unknown>(...NASTY_TEXTS, null, 0) }, PLAIN),
        'the city': fc.constantFrom(...NASTY_TEXTS),
        title: fc.constantFrom(...NASTY_TEXTS),
        length: fc.nat(3),
      },
      { requiredKeys: [], ...PLAIN },
    ),
  },
);

/** A recipient of the random templates: any field may hold anything, or be missing. */
export const recipients: fc.Arbitrary<Record<string, unknown>> = fc.record(
  {
    first_name: nastyValues,
    last_name: fc.constantFrom(...NASTY_TEXTS),
    donor: nastyValues,
    tags: nastyValues,
    gift: nastyValues,
    'pet name': nastyValues,
    address: nastyValues,
  },
  { requiredKeys: [], ...PLAIN },
);
