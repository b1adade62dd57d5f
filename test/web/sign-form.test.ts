import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAddress } from '../../src/sign-publicly.ts';
import type { Petition } from '../../src/terms.ts';
import { openForms } from '../../src/web/forms.ts';
import { tellComplaints, typedIn } from '../../src/web/sign-form.ts';
import { openWordsBook } from '../../src/words/load-words.ts';

const { wordsIn } = openWordsBook(['templates']);
const formOf = openForms(readAddress);
const PETITION = { slug: 'a', target: 'Council', statement: 'Keep it.', goal: 1 };

/** The form of somebody who comes from her letter. */
const signForm = (changes: Partial<Petition> = {}) =>
  formOf({ ...PETITION, ...changes }, { isKnown: true });
const readSignForm = signForm().read;
const publicForm = formOf(PETITION, { isKnown: false });

function complaintsAbout(body: unknown, lang = 'en') {
  const read = readSignForm(body);
  return 'complaints' in read ? tellComplaints(read.complaints, wordsIn(lang)) : undefined;
}

/** Asks for all there is, and insists on it. */
const EVERYTHING: Partial<Petition> = {
  fields: {
    first_name: 'required',
    last_name: 'required',
    postcode: 'required',
    country: 'required',
    comment: 'required',
  },
  consents: [
    { name: 'news', required: false },
    { name: 'show', required: false },
    { name: 'age', text: 'I am 16 or older.', required: true },
  ],
};

describe('a form that insists on everything', () => {
  const { read, asked } = signForm(EVERYTHING);

  test('tells what is missing, in the order in which it asks', () => {
    const found = read({});
    expect('complaints' in found && Object.entries(found.complaints)).toEqual(
      asked.fields
        .map(({ name }): [string, object] => [
          name,
          { key: `pages.wrong_${name}_missing`, values: {} },
        ])
        .concat([['consent_age', { key: 'pages.wrong_consent_missing', values: {} }]]),
    );
    expect(
      Object.values(tellComplaints('complaints' in found ? found.complaints : {}, wordsIn('en'))),
    ).toEqual([
      'Write your first name.',
      'Write your last name.',
      'Write your postcode.',
      'Choose your country.',
      'Write why you are signing.',
      'Tick this box: without it you cannot sign.',
    ]);
  });

  test('has what was agreed to by name', () => {
    const typed = { last_name: 'b', postcode: 'c', country: 'ES', comment: 'd' };
    const ticks = { consent_show: 'yes', consent_age: 'yes', consent_other: 'yes' };
    expect(read({ first_name: 'a', ...typed, ...ticks })).toEqual({
      form: { first_name: 'a', ...typed, email: undefined, consents: ['show', 'age'] },
    });
  });

  test.each([['Spain'], ['es'], ['ZZ'], ['constructor']])('knows no country %s', (country) => {
    const found = read({ country });
    expect('complaints' in found && found.complaints.country?.key).toBe('pages.wrong_country');
  });
});

describe('a form that asks for less', () => {
  const { read, asked } = signForm({
    fields: { last_name: 'no', comment: 'no', first_name: 'optional' },
    consents: [],
  });

  test('takes nothing that it does not ask for', () => {
    expect(asked.fields.map(({ name }) => name)).toEqual(['first_name', 'postcode']);
    const typed = { first_name: '', last_name: 'b', comment: 'c', consent: 'yes', country: 'ES' };
    expect(read(typed)).toMatchObject({
      form: { first_name: '', last_name: '', comment: '', country: '', consents: [] },
    });
  });
});

describe('a public form', () => {
  test('has the address in the form of the ledger, whatever stands around it', () => {
    const typed = { first_name: 'Zoë', email: ' Zoe@MÜNCHEN.example\n' };
    expect(publicForm.read(typed)).toMatchObject({
      form: { first_name: 'Zoë', email: 'zoe@xn--mnchen-3ya.example' },
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
    expect(publicForm.read({ first_name: 'Zoë', email })).toEqual({
      complaints: { email: complaint },
    });
  });
});

describe('a sign form', () => {
  test('ignores white space around what is typed', () => {
    expect(readSignForm({ first_name: '\u00a0Rosa\n', last_name: 'Reyes\u2028' })).toMatchObject({
      form: { first_name: 'Rosa', last_name: 'Reyes' },
    });
  });

  test('needs a first name and nothing else', () => {
    expect(readSignForm({ first_name: ' Zoë ' })).toEqual({
      form: {
        first_name: 'Zoë',
        last_name: '',
        email: undefined,
        postcode: '',
        country: '',
        comment: '',
        consents: [],
      },
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
      form: { consents: ['news'] },
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
          for (const { asked, read } of [signForm(), signForm(EVERYTHING), publicForm]) {
            const found = read(posted);
            expect('form' in found || Object.keys(found.complaints).length > 0).toBe(true);
            typedIn(posted, asked);
          }
        }
      }),
    );
  });
});
