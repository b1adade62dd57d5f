import { describe, expect, test } from 'vitest';
import { readAnswer, readFailure } from '../../src/delivery/sendgrid-answer.ts';

const NOW = Date.UTC(2026, 10, 24, 12, 0, 0);

function answer(status: number, errors?: unknown, headers: Record<string, string> = {}) {
  return readAnswer({ status, headers, body: errors === undefined ? '' : { errors } }, NOW);
}

describe('an HTTP answer is read by whether the request was taken', () => {
  test.each([
    { status: 202, kind: 'accepted', reason: 'what mail/send says to a request that it takes' },
    { status: 200, kind: 'unknown', reason: 'sandbox mode, which was not asked for: who answers?' },
    { status: 204, kind: 'unknown', reason: 'no answer of mail/send' },
    { status: 301, kind: 'blocked', reason: 'it says that the address is another' },
    { status: 302, kind: 'unknown', reason: 'may follow a POST that was taken' },
    { status: 303, kind: 'unknown', reason: 'follows a POST that was taken' },
    { status: 307, kind: 'blocked', reason: 'asks to post elsewhere: not taken here' },
    { status: 308, kind: 'blocked', reason: 'asks to post elsewhere: not taken here' },
    { status: 400, kind: 'refused', reason: 'the request breaks a rule' },
    { status: 401, kind: 'blocked', reason: 'key or credits' },
    { status: 403, kind: 'blocked', reason: 'permission, sender, or blocked for a while' },
    { status: 404, kind: 'blocked', reason: 'no mail/send at this address' },
    { status: 405, kind: 'blocked', reason: 'no mail/send at this address' },
    { status: 407, kind: 'blocked', reason: 'a proxy answered' },
    { status: 408, kind: 'unknown', reason: 'temporary, but does not say "not taken"' },
    { status: 413, kind: 'refused', reason: 'too large today is too large tomorrow' },
    { status: 415, kind: 'refused', reason: 'the body is at fault' },
    { status: 422, kind: 'refused', reason: 'another 4xx' },
    { status: 429, kind: 'notTaken', reason: 'too many requests' },
    { status: 500, kind: 'unknown', reason: 'it may have broken after taking it' },
    { status: 502, kind: 'unknown', reason: 'a gateway does not know' },
    { status: 503, kind: 'notTaken', reason: 'the service takes nothing now' },
    { status: 504, kind: 'unknown', reason: 'a gateway does not know' },
    { status: 599, kind: 'unknown', reason: 'every other 5xx' },
  ])('$status is $kind: $reason', ({ status, kind }) => {
    expect(answer(status)).toMatchObject({ kind });
  });

  test('the message id is kept, and may be missing', () => {
    expect(answer(202, undefined, { 'x-message-id': 'abc' })).toEqual({
      kind: 'accepted',
      messageId: 'abc',
    });
    expect(answer(202)).toEqual({ kind: 'accepted', messageId: '' });
  });

  test.each([
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '60' }, 59_000],
    [{ 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '60' }, undefined],
    [{ 'x-ratelimit-remaining': '0' }, undefined],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, undefined],
    [{ 'x-ratelimit-remaining': 'no', 'x-ratelimit-reset': '60' }, undefined],
  ])('headers %j with a yes hold further requests back for %s ms', (headers, ms) => {
    const read = readAnswer({ status: 202, headers, body: '' }, 1_000);
    expect(read).toEqual({ kind: 'accepted', messageId: '', ...(ms && { usedUpForMs: ms }) });
  });

  test('a body that is a page, nothing, or nonsense does no harm', () => {
    for (const body of ['<html>', '', null, undefined, 7, [], { errors: 'no' }, { errors: [3] }]) {
      const read = readAnswer({ status: 400, headers: {}, body }, NOW);
      expect(read).toMatchObject({
        kind: 'refused',
        reason: 'SendGrid answered 400.',
        suspects: [],
      });
    }
  });
});

describe('what to do about a blocked send', () => {
  const invalid = 'The provided authorization grant is invalid, expired, or revoked';
  const identity = 'The from address does not match a verified Sender Identity.';
  test.each([
    { status: 401, message: invalid, field: null, fix: /working key/ },
    { status: 401, message: 'Maximum credits exceeded', field: null, fix: /credits/ },
    { status: 403, message: identity, field: 'from', fix: /Sender Authentication/ },
    { status: 403, message: 'access forbidden', field: null, fix: /permission.*blocked/ },
    { status: 404, message: 'Not Found', field: null, fix: /OUTCRY_SENDGRID_URL/ },
  ])('after $status $message', ({ status, message, field, fix }) => {
    const read = answer(status, [{ message, field }]);
    expect(read).toMatchObject({ kind: 'blocked', status });
    expect('fix' in read && read.fix).toMatch(fix);
  });
});

describe('the reason of a refusal', () => {
  test.each([
    {
      errors: [
        { message: 'Does not contain a valid address.', field: 'personalizations.12.to.0.email' },
      ],
      reason: 'Does not contain a valid address (recipient 13 of the batch)',
    },
    {
      errors: [{ message: 'Invalid', field: 'personalizations[0].to[0].email' }],
      reason: 'Invalid (recipient 1 of the batch)',
    },
    {
      errors: [
        {
          message: 'Substitutions are limited to 10000 bytes per personalization block.',
          field: 'personalizations.3.substitutions',
        },
      ],
      reason:
        'Substitutions are limited to 10000 bytes per personalization block (recipient 4 of the batch, substitutions)',
    },
    { errors: [{ message: 'Bad name', field: 'from.name' }], reason: 'Bad name (from.name)' },
    { errors: [{ message: 'Bad Request', field: null, help: null }], reason: 'Bad Request' },
    { errors: [{ message: 'One' }, { message: 'Two' }], reason: 'One; Two' },
    { errors: [{ message: 'One' }, { message: 'One' }], reason: 'One' },
    {
      errors: ['a', 'b', 'c', 'd', 'e'].map((message) => ({ message })),
      reason: 'a; b; c; and 2 more',
    },
    {
      errors: [{ message: 'The address jane.doe@example.org is there twice' }],
      reason: 'The address j…@example.org is there twice',
    },
    {
      errors: [{ message: 'Key SG.abc.def-1 is bad\u001b[31m\nreally' }],
      reason: 'Key SG.… is bad [31m really',
    },
  ])('$reason', ({ errors, reason }) => {
    expect(answer(400, errors)).toMatchObject({
      kind: 'refused',
      status: 400,
      reason: `SendGrid answered 400: ${reason}.`,
    });
  });

  test('does not grow without end', () => {
    const read = answer(400, [{ message: 'x@'.repeat(100_000) }]);
    expect('reason' in read && read.reason.length).toBeLessThan(400);
  });
});

describe('who is named by a refusal', () => {
  const named = (...fields: (string | null)[]) =>
    answer(
      400,
      fields.map((field) => ({ message: 'bad', field })),
    );

  test.each([
    [['personalizations.12.to.0.email', 'personalizations.3.substitutions'], [12, 3], false],
    [['personalizations.12.to.0.email', 'personalizations.12.headers'], [12], false],
    [['personalizations.0.to.0.email', 'subject'], [0], true],
    [['from.email'], [], true],
    [['personalizations'], [], true],
    [[null], [], false],
  ] as const)('%j', (fields, suspects, blamesShared) => {
    expect(named(...fields)).toMatchObject({ kind: 'refused', suspects, blamesShared });
  });
});

describe('when to come back', () => {
  const epoch = NOW / 1000;
  test.each([
    { headers: { 'retry-after': '30' }, ms: 30_000, reason: 'seconds' },
    { headers: { 'retry-after': '0' }, ms: 0, reason: 'at once' },
    { headers: { 'retry-after': 'Tue, 24 Nov 2026 12:01:00 GMT' }, ms: 60_000, reason: 'a date' },
    { headers: { 'retry-after': 'Tue, 24 Nov 2026 11:00:00 GMT' }, ms: 0, reason: 'a past date' },
    { headers: { 'x-ratelimit-reset': String(epoch + 5) }, ms: 5000, reason: 'seconds since 1970' },
    { headers: { 'x-ratelimit-reset': String(epoch - 5) }, ms: 0, reason: 'is past' },
    {
      headers: { 'retry-after': '2', 'x-ratelimit-reset': String(epoch + 50) },
      ms: 2000,
      reason: 'Retry-After is the plainer of the two',
    },
    {
      headers: { 'retry-after': 'soon', 'x-ratelimit-reset': String(epoch + 50) },
      ms: 50_000,
      reason: 'the one that can be read',
    },
    { headers: { 'retry-after': '-3' }, ms: undefined, reason: 'negative seconds mean nothing' },
    { headers: { 'retry-after': '1e9' }, ms: undefined, reason: 'not a number of seconds' },
    { headers: {}, ms: undefined, reason: 'mail/send often says nothing' },
  ])('$headers: $reason', ({ headers, ms }) => {
    for (const status of [429, 503]) {
      const read = answer(status, undefined, headers as Record<string, string>);
      expect('retryAfterMs' in read && read.retryAfterMs).toBe(ms);
    }
  });
});

describe('a failed connection', () => {
  test('is not taken only if it never stood', () => {
    expect(readFailure({ code: 'ECONNRESET', connected: false }).kind).toBe('notTaken');
    expect(readFailure({ code: 'ECONNRESET', connected: true }).kind).toBe('unknown');
  });

  test('shows nothing of a code that is no code', () => {
    const { reason } = readFailure({ code: 'jane@example.org', connected: true }) as {
      reason: string;
    };
    expect(reason).toBe('The connection to SendGrid broke before its answer came.');
  });
});
