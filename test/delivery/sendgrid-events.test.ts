import { describe, expect, test } from 'vitest';
import { readEvents } from '../../src/delivery/sendgrid-events.ts';
import { OutcryError } from '../../src/errors.ts';

const processed = {
  email: 'Jane@Example.org',
  timestamp: 1_795_521_600,
  event: 'processed',
  sg_event_id: 'e1',
  sg_message_id: 'abc.filter1',
  'smtp-id': '<x@example.net>',
  category: ['keep-the-door-open'],
  outcry_campaign: '7',
  outcry_batch: '2',
  outcry_recipient: '1042',
};

/** The one event that is read from the one entry. */
function readOne(entry: object) {
  const { events } = readEvents(JSON.stringify([entry]));
  const [event] = events;
  if (!event || events.length !== 1) throw new Error(`${events.length} events`);
  return event;
}

describe('an event', () => {
  test('in our words', () => {
    expect(readOne(processed)).toEqual({
      identity: expect.stringMatching(/^[\w-]{43}$/),
      campaign: 7,
      batch: 2,
      recipient: 1042,
      email: 'jane@example.org',
      messageId: 'abc',
      event: 'processed',
      at: 1_795_521_600_000,
      suppress: undefined,
      raw: JSON.stringify(processed),
    });
  });

  test('without our arguments, as a late bounce comes, is kept by its address', () => {
    const event = readOne({
      email: 'jane@example.org',
      event: 'bounce',
      timestamp: 1,
      type: 'bounce',
    });
    expect(event).toMatchObject({
      campaign: undefined,
      email: 'jane@example.org',
      suppress: 'bounced',
    });
  });

  test.each([
    { timestamp: '1795521600', at: 1_795_521_600_000, reason: 'a string' },
    { timestamp: 1795521600.25, at: 1_795_521_600_250, reason: 'with a fraction' },
    { timestamp: undefined, at: 0, reason: 'missing' },
    { timestamp: 'soon', at: 0, reason: 'nonsense' },
  ])('has its time in milliseconds though the timestamp is $reason', ({ timestamp, at }) => {
    expect(readOne({ ...processed, timestamp }).at).toBe(at);
  });

  test.each([
    { email: 'jane@MÜNCHEN.example', read: 'jane@xn--mnchen-3ya.example' },
    { email: ' jane@example.org ', read: 'jane@example.org' },
    { email: 'nobody', read: undefined },
    { email: 7, read: undefined },
  ])('has its address as the ledger compares it: $email', ({ email, read }) => {
    expect(readOne({ ...processed, email }).email).toBe(read);
  });
});

describe('who must not be mailed again', () => {
  test.each([
    { event: 'bounce', type: 'bounce', suppress: 'bounced' },
    { event: 'bounce', type: 'blocked', status: '5.7.1', suppress: undefined },
    { event: 'bounce', type: 'block', suppress: undefined },
    { event: 'bounce', status: '5.1.1', suppress: 'bounced' },
    { event: 'bounce', status: '4.2.2', suppress: undefined },
    { event: 'dropped', reason: 'Bounced Address', suppress: 'bounced' },
    { event: 'dropped', reason: 'Invalid', suppress: 'bounced' },
    { event: 'dropped', reason: 'Spam Reporting Address', suppress: 'complained' },
    { event: 'dropped', reason: 'Unsubscribed Address', suppress: 'unsubscribed' },
    { event: 'dropped', reason: 'Invalid SMTPAPI header', suppress: undefined },
    { event: 'dropped', reason: 'Recipient List over Package Quota', suppress: undefined },
    { event: 'dropped', reason: 'constructor', suppress: undefined },
    { event: 'dropped', suppress: undefined },
    { event: 'spamreport', suppress: 'complained' },
    { event: 'unsubscribe', suppress: 'unsubscribed' },
    { event: 'group_unsubscribe', suppress: 'unsubscribed' },
    { event: 'group_resubscribe', suppress: undefined },
    { event: 'deferred', suppress: undefined },
    { event: 'delivered', suppress: undefined },
    { event: 'something_new', suppress: undefined },
  ])('$event $type $status $reason: $suppress', ({ suppress, ...fields }) => {
    expect(readOne({ ...processed, ...fields })).toMatchObject({ event: fields.event, suppress });
  });
});

describe('the identity of an event', () => {
  const identity = (fields: object) => readOne({ ...processed, ...fields }).identity;

  test.each([
    { fields: { sg_event_id: 'e2' }, reason: 'SendGrid changes the event id on some retries' },
    { fields: { sg_message_id: 'abc.filter2' }, reason: 'our arguments say whose copy it is' },
    { fields: { timestamp: '1795521600' }, reason: 'a number may come as a string' },
    { fields: { email: 'jane@example.org' }, reason: 'case differs between some deliveries' },
    {
      fields: { category: 'keep-the-door-open' },
      reason: 'one category may come without its array',
    },
  ])('is the same with $fields: $reason', ({ fields }) => {
    expect(identity(fields)).toBe(identity({}));
  });

  test.each([
    { event: 'delivered' },
    { timestamp: 1_795_521_601 },
    { outcry_recipient: '1043' },
    { outcry_batch: '3' },
    { email: 'other@example.org' },
    { url: 'https://example.org/' },
    { attempt: '2' },
    { type: 'blocked' },
  ])('is another with %j', (fields) => {
    expect(identity(fields)).not.toBe(identity({}));
  });

  test('falls back to the message id, then to the address', () => {
    const bare = {
      outcry_campaign: undefined,
      outcry_batch: undefined,
      outcry_recipient: undefined,
    };
    const alike = { ...bare, sg_message_id: undefined };
    expect(identity({ ...bare, sg_message_id: 'b.1' })).not.toBe(identity(bare));
    expect(identity(alike)).toBe(identity({ ...alike, sg_event_id: 'e9' }));
    expect(identity({ ...alike, email: 'other@example.org' })).not.toBe(identity(alike));
  });
});

describe('a body', () => {
  test('with entries that are no events: they are counted, the rest is read', () => {
    const body = JSON.stringify([processed, null, 'x', 7, [], {}, { event: '' }, { event: 5 }]);
    const { events, unreadable } = readEvents(body);
    expect(events).toHaveLength(1);
    expect(unreadable).toBe(7);
  });

  test('that is empty has no events', () => {
    expect(readEvents('[]')).toEqual({ events: [], unreadable: 0 });
  });

  test.each(['', '{}', 'null', '[{]', 'event=open'])('%j is refused', (body) => {
    expect(() => readEvents(body)).toThrow(OutcryError);
  });
});
