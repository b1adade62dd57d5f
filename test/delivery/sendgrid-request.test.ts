import { isAscii } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acceptableName, requestBody } from '../../src/delivery/sendgrid-request.ts';
import { sampleRequest } from './sample-request.ts';

const read = (request: ReturnType<typeof sampleRequest>) =>
  JSON.parse(requestBody(request).toString()) as Record<string, unknown>;

test('a request in the words of mail/send', () => {
  expect(read(sampleRequest(1))).toEqual({
    from: { email: 'campaigns@example.org', name: 'Safe Harbour' },
    reply_to: { email: 'hello@example.org' },
    subject: 'Keep the door open',
    content: [
      { type: 'text/plain', value: 'Dear tQ3xkLm0Zp9aB001, please sign.' },
      {
        type: 'text/html',
        value:
          '<p>Dear tQ3xkLm0Zp9aB001, please <a href="https://act.example.org/s/x">sign</a>.</p>',
      },
    ],
    categories: ['keep-the-door-open'],
    custom_args: { outcry_campaign: '7', outcry_batch: '1' },
    tracking_settings: {
      click_tracking: { enable: false, enable_text: false },
      open_tracking: { enable: false },
      subscription_tracking: { enable: false },
    },
    personalizations: [
      {
        to: [{ email: 'supporter1@example.org' }],
        headers: {
          'List-Id': '<keep-the-door-open.act.example.org>',
          Precedence: 'bulk',
          'List-Unsubscribe': '<https://act.example.org/u/t1>',
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        },
        substitutions: { tQ3xkLm0Zp9aB001: 'Zoë 1' },
        custom_args: { outcry_recipient: '1' },
      },
    ],
  });
});

test('what is not there is left out, for SendGrid refuses an empty one', () => {
  const { shared, personalizations } = sampleRequest(1);
  const from = { email: 'campaigns@example.org' };
  const body = read({
    personalizations,
    shared: { ...shared, from, replyTo: undefined, categories: [] },
  });
  expect(body).not.toHaveProperty('reply_to');
  expect(body).not.toHaveProperty('categories');
  expect(body.from).toEqual(from);
});

test('a request is ASCII, and reads the same again', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(text, text, text, (subject, html, value) => {
      const { shared, personalizations } = sampleRequest(2);
      const people = personalizations.map((one) => ({ ...one, substitutions: { token: value } }));
      const body = requestBody({ shared: { ...shared, subject, html }, personalizations: people });
      expect(isAscii(body)).toBe(true);
      const read = JSON.parse(body.toString());
      expect(read).toMatchObject({ subject, content: [{}, { value: html }] });
      expect(read.personalizations[1].substitutions).toEqual({ token: value });
    }),
  );
});

describe('names of senders', () => {
  test.each([
    { name: 'Safe Harbour, Inc.', sent: 'Safe Harbour Inc.', reason: 'a comma is refused' },
    { name: 'A;B', sent: 'A B', reason: 'a semicolon is refused' },
    { name: 'Two\r\nlines', sent: 'Two lines', reason: 'a header has one line' },
    { name: 'Zoë "Z" O’Neill', sent: 'Zoë "Z" O’Neill', reason: 'all else is SendGrid’s to quote' },
    { name: ' ,; ', sent: undefined, reason: 'nothing is left' },
  ])('$name goes out as $sent: $reason', ({ name, sent }) => {
    expect(acceptableName(name)).toBe(sent);
  });
});
