import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ASite, openSite, post, ROSA } from './a-site.ts';

let site: ASite;
beforeEach(async () => {
  site = await openSite();
});
afterEach(() => site.close());

const isSuppressed = () => site.ledger.isSuppressed(ROSA);

describe('the unsubscribe page', () => {
  test('has one button, and changes nothing by being opened', async () => {
    for (const method of ['HEAD', 'GET']) {
      const answer = await fetch(site.unsubscribeLink(), { method });
      expect(answer.status).toBe(200);
      if (method === 'GET') expect((await answer.text()).match(/<button/g)).toHaveLength(1);
    }
    expect(await isSuppressed()).toBe(false);
  });

  test('unsubscribes when the button is pressed, as often as one likes', async () => {
    for (let time = 0; time < 3; time++) {
      const answer = await post(site.unsubscribeLink(), {});
      expect(answer.status).toBe(200);
      const html = await answer.text();
      expect(html).toContain('You are unsubscribed');
      expect(html).not.toContain('rosa.reyes');
    }
    expect(await isSuppressed()).toBe(true);
    expect((await site.ledger.figures(site.campaign)).unsubscribes).toBe(1);
  });

  test('does not take a sign link, nor the other way round', async () => {
    const swapped = site.signLink().replace('/s/', '/u/');
    expect((await post(swapped, {})).status).toBe(404);
    expect(await isSuppressed()).toBe(false);
    expect((await fetch(site.unsubscribeLink().replace('/u/', '/s/'))).status).toBe(404);
  });
});

describe("the mail programs' own button (RFC 8058)", () => {
  const multipart = new FormData();
  multipart.append('List-Unsubscribe', 'One-Click');

  test.each([
    ['a form', new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })],
    ['multipart/form-data', multipart],
    ['plain text', 'List-Unsubscribe=One-Click'],
  ])('posting %s gets a short answer and takes effect', async (_, body) => {
    const answer = await fetch(site.unsubscribeLink(), { method: 'POST', body });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('Unsubscribed.\n');
    expect(await isSuppressed()).toBe(true);
  });

  test('posting nothing at all takes effect too', async () => {
    expect((await fetch(site.unsubscribeLink(), { method: 'POST' })).status).toBe(200);
    expect(await isSuppressed()).toBe(true);
  });
});
