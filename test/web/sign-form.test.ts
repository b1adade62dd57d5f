import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSignForm, tellComplaints, typedIn } from '../../src/web/sign-form.ts';
import { openWordsBook } from '../../src/words/load-words.ts';

const { wordsIn } = openWordsBook(['templates']);

function complaintsAbout(body: unknown, lang = 'en') {
  const read = readSignForm(body);
  return 'complaints' in read ? tellComplaints(read.complaints, wordsIn(lang)) : undefined;
}

describe('a sign form', () => {
  test('ignores white space around what is typed', () => {
    expect(readSignForm({ first_name: '\u00a0Rosa\n', last_name: 'Reyes\u2028' })).toMatchObject({
      form: { first_name: 'Rosa', last_name: 'Reyes' },
    });
  });

  test('needs a first name and nothing else', () => {
    expect(readSignForm({ first_name: ' Zoë ' })).toEqual({
      form: { first_name: 'Zoë', last_name: '', postcode: '', comment: '', consent: false },
    });
  });

  test.each([
    ["O'Brien & <b>Co</b>"],
    ['<script>alert(1)</script>'],
    ['{{7*7}}'],
    ['%s'],
    ['日本語'],
    ['שָׁלוֹם'],
    ['María José'],
    ['👩‍👩‍👧'],
  ])('takes the name %s as it is', (name) => {
    expect(readSignForm({ first_name: name, last_name: name })).toMatchObject({
      form: { first_name: name, last_name: name },
    });
  });

  test.each([
    ['first_name', '', 'Write your first name.', 'empty'],
    ['first_name', '   ', 'Write your first name.', 'blank'],
    ['first_name', 'a'.repeat(101), 'at most 100', 'too long'],
    ['first_name', 'Rosa\r\nBcc: all@example.org', 'one line of plain text', 'a header in a name'],
    ['first_name', 'Ro\u0000sa', 'one line of plain text', 'a control character'],
    ['last_name', 'Par\u2028ks', 'one line of plain text', 'a line separator'],
    ['last_name', '\u202Eskrap', 'one line of plain text', 'text turned around'],
    ['postcode', '1'.repeat(21), 'at most 20', 'too long'],
    ['postcode', ['1', '2'], 'once', 'a field that stands twice'],
    ['comment', 'a'.repeat(1001), 'at most 1,000', 'too long'],
    ['comment', 'bell\u0007', 'plain text', 'a control character'],
  ])('complains about $0: $3', (field, value: unknown, words, _why) => {
    const complaints = complaintsAbout({ first_name: 'Rosa', [field]: value });
    expect(complaints).toEqual({ [field]: expect.stringContaining(words) });
  });

  test('keeps the lines of a comment, in one form', () => {
    expect(readSignForm({ first_name: 'Rosa', comment: 'one\r\n\ttwo\rthree\n' })).toMatchObject({
      form: { comment: 'one\n\ttwo\nthree' },
    });
  });

  test('counts a comment as the browser did, with one character a line break', () => {
    const comment = 'a\r\n'.repeat(500);
    expect(readSignForm({ first_name: 'Rosa', comment })).toHaveProperty('form');
  });

  test('has consent only where the box was ticked', () => {
    expect(readSignForm({ first_name: 'Rosa', consent: 'yes' })).toMatchObject({
      form: { consent: true },
    });
  });

  test('tells everything that is wrong at once', () => {
    expect(complaintsAbout({ last_name: 'x'.repeat(101), postcode: '\u0001\u0002x' })).toEqual({
      first_name: 'Write your first name.',
      last_name: 'Your last name may have at most 100 characters.',
      postcode: 'Your postcode must be one line of plain text.',
    });
  });

  test('complains in the language of its page', () => {
    const body = { first_name: ' ', comment: 'a'.repeat(1001) };
    expect(complaintsAbout(body, 'es-MX')).toEqual({
      first_name: 'Escriba su nombre.',
      comment: 'Su comentario puede tener 1,000 caracteres como máximo.',
    });
  });

  test('never throws, whatever is posted, and gives either a form or complaints', () => {
    fc.assert(
      fc.property(fc.anything(), fc.dictionary(fc.string(), fc.anything()), (body, fields) => {
        for (const posted of [body, fields, { first_name: body }]) {
          const read = readSignForm(posted);
          expect('form' in read || Object.keys(read.complaints).length > 0).toBe(true);
          typedIn(posted);
        }
      }),
    );
  });
});
