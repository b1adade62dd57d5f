import { describe, expect, test } from 'vitest';
import { campaignHeaders, unsubscribeHeaders } from '../../src/delivery/campaign-headers.ts';

describe('unsubscribing from the mail program', () => {
  test('by one click at the link (RFC 8058)', () => {
    expect(unsubscribeHeaders({ unsubscribeLink: 'https://act.example.org/u/abc' })).toEqual({
      'List-Unsubscribe': '<https://act.example.org/u/abc>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
  });

  test('or by mail, the link first', () => {
    const headers = unsubscribeHeaders({
      unsubscribeLink: 'https://act.example.org/u/abc',
      mailto: 'stop@example.org?subject=stop',
    });
    expect(headers['List-Unsubscribe']).toBe(
      '<https://act.example.org/u/abc>, <mailto:stop@example.org?subject=stop>',
    );
  });

  test('nothing in a link can end it or start another header', () => {
    const unsubscribeLink = 'https://act.example.org/u/a>,<b\r\nBcc: c';
    expect(unsubscribeHeaders({ unsubscribeLink })['List-Unsubscribe']).toBe(
      '<https://act.example.org/u/a%3E%2C%3Cb%0D%0ABcc:%20c>',
    );
  });
});

describe('the list that a letter belongs to (RFC 2919)', () => {
  test.each([
    { campaign: 'river-2026', host: 'act.example.org', id: '<river-2026.act.example.org>' },
    { campaign: 'river-2026', host: '127.0.0.1:4010', id: '<river-2026.127.0.0.1>' },
    { campaign: 'Ñandú & co', host: 'Act.Example.org', id: '<and-co.act.example.org>' },
    { campaign: '日本', host: '', id: '<campaign.localhost>' },
  ])('$campaign of $host is $id', ({ campaign, host, id }) => {
    expect(campaignHeaders({ campaign, host })).toEqual({ 'List-Id': id, Precedence: 'bulk' });
  });
});
