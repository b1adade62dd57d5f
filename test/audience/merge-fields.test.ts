import fc from 'fast-check';
import Handlebars from 'handlebars';
import { expect, test } from 'vitest';
import { mergeFieldOf } from '../../src/audience/merge-fields.ts';

test.each([
  ['Email', 'email', 'common form'],
  ['Email Address', 'email', 'common form'],
  ['E-mail', 'email', 'common form'],
  ['email_address', 'email', 'common form'],
  ['EMAIL', 'email', 'common form'],
  ['\ufeffemail', 'email', 'a byte order mark in the wrong place'],
  ['First Name', 'first_name', 'common form'],
  ['firstname', 'first_name', 'common form'],
  ['FNAME', 'first_name', 'Mailchimp'],
  ['given_name', 'first_name', 'common form'],
  ['LNAME', 'last_name', 'Mailchimp'],
  ['Surname', 'last_name', 'common form'],
  ['Zip/Postal Code', 'postcode', 'common form'],
  ['ZIP', 'postcode', 'common form'],
  [' Last gift ($) ', 'last_gift', 'punctuation becomes one underscore, none at the ends'],
  ['Prénom', 'prénom', 'letters of all scripts stay'],
  ['Pre\u0301nom', 'prénom', 'composed as keyboards compose it'],
  ['名前', '名前', 'letters of all scripts stay'],
  ['2018 gift', '2018_gift', 'a digit first is fine in {{…}}'],
  ['2018', 'column_2018', 'a number alone would be read as a number'],
  ['Default', 'column_default', 'the name of a helper'],
  ['this', 'column_this', 'a word of Handlebars'],
  ['__proto__', 'proto', 'nothing that JavaScript treats in its own way'],
])('the column %j is the merge field %s: %s', (column, field, _reason) => {
  expect(mergeFieldOf(column)).toBe(field);
});

test.each([[''], ['  '], ['---'], ['😀']])('the column %j is no merge field', (column) => {
  expect(mergeFieldOf(column)).toBeUndefined();
});

test('whatever a column is called, its merge field can be written in a letter', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (column) => {
      const field = mergeFieldOf(column);
      if (field === undefined) return;
      expect(Handlebars.compile(`{{${field}}}`)({ [field]: 'here' })).toBe('here');
      expect(mergeFieldOf(field)).toBe(field);
    }),
  );
});
