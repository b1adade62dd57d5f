import { samplePart as ann, sampleMail as mail } from './sample-mail.ts';

/** Status, field that is named, the reason, the request, and words that the answer holds. */
type Row = readonly [number, string | null, string, object, string?];

/** Noon, in seconds since 1970. */
export const NOON = 1_768_478_400;

const people = (count: number, prefix = 'p') =>
  Array.from({ length: count }, (_, index) => ({ email: `${prefix}${index}@example.org` }));
const batch = (count: number) =>
  mail({ personalizations: people(count).map((one) => ({ to: [one] })) });
const part = (change: object) => mail({ personalizations: [ann(change)] });
const second = (change: object) => mail({ personalizations: [{ to: people(1) }, ann(change)] });
const html = { type: 'text/html', value: '<p>Hello</p>' };
const text = { type: 'text/plain', value: 'Hello' };
const heavy = (bytes: number) => ({ Tok3nTok3nTok000: 'x'.repeat(bytes - 16) });

const attached = (change: object) => ({
  content: 'JVBERi0=',
  filename: 'names.pdf',
  type: 'application/pdf',
  disposition: 'attachment',
  ...change,
});

/** Every row of the contract, by rule. */
export const CONTRACT: Readonly<Record<string, readonly Row[]>> = {
  'a plain mail': [[202, null, 'keeps every rule', mail()]],
  personalizations: [
    [400, 'personalizations', 'at least one', mail({ personalizations: [] })],
    [400, 'personalizations', 'cannot be left out', mail({ personalizations: undefined })],
    [400, 'personalizations', 'at most 1000', batch(1001), '1001 personalizations'],
    [202, null, 'exactly 1000 are allowed', batch(1000)],
  ],
  to: [
    [
      400,
      'personalizations.1.to',
      'each needs one; the index tells which',
      mail({ personalizations: [ann(), { to: [] }] }),
    ],
  ],
  'recipients in all': [
    [
      400,
      'personalizations',
      'to + cc + bcc count together',
      part({ to: people(500), cc: people(300, 'c'), bcc: people(201, 'b') }),
      '1000 total recipients',
    ],
  ],
  'once in a personalization': [
    [
      400,
      'personalizations.0',
      'in any case of letters',
      part({ cc: [{ email: 'Ann@example.org' }] }),
      'Ann@example.org',
    ],
  ],
  'once in the request': [
    [
      400,
      'personalizations.1',
      'users saw doubles delivered',
      mail({ personalizations: [ann(), ann()] }),
      'ann@example.org',
    ],
  ],
  addresses: [
    [
      400,
      'personalizations.1.to.0.email',
      'must be valid',
      mail({ personalizations: [ann(), { to: [{ email: 'no address' }] }] }),
    ],
    [
      400,
      'personalizations.0.to.0.email',
      '321 characters are too many',
      part({ to: [{ email: `${'a'.repeat(309)}@example.org` }] }),
    ],
    [
      400,
      'personalizations.0.to.0.email',
      'an address is required',
      part({ to: [{ name: 'Ann' }] }),
    ],
  ],
  from: [
    [400, 'from', 'cannot be left out', mail({ from: undefined })],
    [400, 'from', 'ASCII only', mail({ from: { email: 'grüße@example.org' } }), 'Unicode'],
    [
      400,
      'from',
      'no semicolon in a name',
      mail({ from: { email: 'a@example.org', name: 'Harbour; Safe' } }),
    ],
  ],
  names: [
    [
      400,
      'personalizations.0.to.0.name',
      'no comma in a name',
      part({ to: [{ email: 'ann@example.org', name: 'Lee, Ann' }] }),
    ],
  ],
  'verified sender': [
    [
      403,
      'from',
      'a magic address plays it',
      mail({ from: { email: 'campaigns+unverified@example.org' } }),
      'does not match a verified Sender Identity',
    ],
  ],
  subject: [
    [400, 'subject', 'not empty', mail({ subject: '' })],
    [
      400,
      'personalizations.0.subject',
      'nothing is left of it once the substitutions are made',
      mail({
        subject: 'T0ken000',
        personalizations: [ann({ substitutions: { T0ken000: '' } })],
      }),
    ],
    [
      202,
      null,
      'every personalization has one',
      mail({ subject: undefined, personalizations: [ann({ subject: 'Hers' })] }),
    ],
    [
      400,
      'subject',
      'one personalization has none',
      mail({ subject: undefined, personalizations: [ann({ subject: 'Hers' }), { to: people(1) }] }),
    ],
  ],
  reply_to: [
    [
      400,
      'reply_to',
      'one of the two',
      mail({ reply_to: { email: 'a@example.org' }, reply_to_list: [{ email: 'b@example.org' }] }),
    ],
    [400, 'reply_to.email', 'must be valid', mail({ reply_to: { email: 'nobody' } })],
  ],
  content: [
    [
      400,
      'content',
      'the order of multipart/alternative',
      mail({ content: [html, text] }),
      'text/plain must be first',
    ],
    [400, 'content', 'each once', mail({ content: [html, html] }), 'only be provided once'],
    [
      400,
      'content',
      'not empty',
      mail({ content: [{ ...html, value: '' }] }),
      'at least one character',
    ],
    [400, 'content', 'at least one', mail({ content: [] })],
  ],
  substitutions: [
    [
      400,
      'personalizations.0.substitutions',
      'strings only',
      part({ substitutions: { Tok3n: 7 } }),
    ],
    [202, null, '10,000 bytes are allowed', part({ substitutions: heavy(10_000) })],
    [
      400,
      'personalizations.1.substitutions',
      'keys count too',
      second({ substitutions: heavy(10_001) }),
      'Substitutions are limited to 10000 bytes per personalization block.',
    ],
    [
      400,
      'personalizations.0.substitutions',
      'bytes, not characters',
      part({ substitutions: { Tok3n: 'é'.repeat(5000) } }),
    ],
    [
      400,
      'personalizations.0.substitutions',
      'not with a dynamic template',
      mail({ template_id: 'd-1', personalizations: [ann({ substitutions: { Tok3n: 'x' } })] }),
    ],
  ],
  custom_args: [
    [
      400,
      'personalizations.0.custom_args',
      'strings only',
      part({ custom_args: { outcry_batch: 7 } }),
    ],
    [
      400,
      'personalizations.0.custom_args',
      'counted after both are merged',
      mail({
        custom_args: { a: 'x'.repeat(6000) },
        personalizations: [ann({ custom_args: { b: 'x'.repeat(6000) } })],
      }),
      '10000 bytes',
    ],
    [
      400,
      'personalizations.0.custom_args',
      'a reserved name would silently be lost',
      part({ custom_args: { event: 'x' } }),
      '[event]',
    ],
    [
      400,
      'personalizations.0.custom_args',
      'never personal data',
      part({ custom_args: { outcry_who: 'ann@example.org' } }),
    ],
  ],
  headers: [
    [
      400,
      'headers',
      'reserved in any case of letters',
      mail({ headers: { 'reply-TO': 'x' } }),
      'reserved',
    ],
    [400, 'headers', 'no spaces in a name', mail({ headers: { 'X Y': 'x' } })],
    [400, 'headers', 'ASCII names', mail({ headers: { 'X-Ü': 'x' } })],
    [400, 'headers', 'string values', mail({ headers: { 'X-Number': 1 } })],
    [
      400,
      'personalizations.0.headers',
      'no line breaks',
      part({ headers: { 'X-Two': 'a\r\nBcc: b@example.org' } }),
    ],
  ],
  categories: [
    [
      400,
      'categories',
      'at most 10',
      mail({ categories: Array.from({ length: 11 }, (_, i) => `c${i}`) }),
    ],
    [400, 'categories', 'at most 255 characters', mail({ categories: ['x'.repeat(256)] })],
    [400, 'categories', 'distinct', mail({ categories: ['a', 'a'] })],
    [400, 'categories', 'ASCII', mail({ categories: ['ä'] })],
  ],
  send_at: [
    [400, 'send_at', 'at most 72 hours ahead', mail({ send_at: NOON + 72 * 3600 + 1 })],
    [202, null, 'a past one is sent at once', mail({ send_at: 1 })],
  ],
  'sandbox mode': [
    [200, null, 'looked at, not sent', mail({ mail_settings: { sandbox_mode: { enable: true } } })],
  ],
  attachments: [
    [202, null, 'files travel as base64', mail({ attachments: [attached({})] })],
    [400, 'attachments', 'a list of at least one', mail({ attachments: [] })],
    [
      400,
      'attachments.0.content',
      'they cannot be empty',
      mail({ attachments: [attached({ content: '' })] }),
    ],
    [
      400,
      'attachments.1.content',
      'the index tells which is no base64',
      mail({ attachments: [attached({}), attached({ content: 'no base64!' })] }),
      'base64',
    ],
    [
      400,
      'attachments.0.filename',
      'each has a name',
      mail({ attachments: [attached({ filename: undefined })] }),
    ],
    [
      400,
      'attachments.0.filename',
      'which begins no other parameter',
      mail({ attachments: [attached({ filename: 'a;b.pdf' })] }),
    ],
    [400, 'attachments.0.type', 'a type is none', mail({ attachments: [attached({ type: '' })] })],
    [
      400,
      'attachments.0.disposition',
      'one of two',
      mail({ attachments: [attached({ disposition: 'hidden' })] }),
    ],
  ],
};
