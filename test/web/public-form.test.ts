import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAddress } from '../../src/sign-publicly.ts';
import { createFormReader, publiclyTyped } from '../../src/web/public-form.ts';

const read = createFormReader(readAddress);

describe('a public form', () => {
  test('has the address in the form of the ledger, whatever stands around it', () => {
    const typed = { first_name: 'Zoë', email: ' Zoe@MÜNCHEN.example\n' };
    expect(read(typed)).toEqual({
      form: {
        first_name: 'Zoë',
        last_name: '',
        email: 'zoe@xn--mnchen-3ya.example',
        postcode: '',
        comment: '',
        consent: false,
      },
    });
  });

  test.each([
    [undefined, 'missing'],
    ['', 'empty'],
    ['zoe', 'no address'],
    [['a@example.org', 'b@example.org'], 'a field that stands twice'],
    ['zoe@example.org\r\nBcc: all@example.org', 'a header'],
    ['a'.repeat(60_000), 'as long as a body may be'],
  ])('complains about the address %# ($1)', (email, _why) => {
    const complaint = { key: 'pages.wrong_email', values: {} };
    expect(read({ first_name: 'Zoë', email })).toEqual({ complaints: { email: complaint } });
  });

  test('never throws, whatever is posted, and gives either a form or complaints', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (body, text) => {
        for (const posted of [body, { email: body }, { first_name: 'Zoë', email: text }]) {
          const found = read(posted);
          expect('form' in found || Object.keys(found.complaints).length > 0).toBe(true);
          publiclyTyped(posted);
        }
      }),
    );
  });
});
