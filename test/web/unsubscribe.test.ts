import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLinks } from '../../src/links.ts';
import type { Address, RecipientNumber } from '../../src/terms.ts';
import { type ASite, openSite, PETITION, post, ROSA, SECRET } from './a-site.ts';

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

  const part = (type: string) => ({ 'content-type': type });
  test.each([
    ['a type that is none', part('nonsense'), 'List-Unsubscribe=One-Click'],
    ['JSON, by its type', part('application/json'), 'List-Unsubscribe=One-Click'],
    ['an empty form', part('application/x-www-form-urlencoded'), ''],
    ['a multipart that names no boundary', part('multipart/form-data'), 'x'],
    ['another charset', part('text/plain; charset=utf-16'), 'List-Unsubscribe=One-Click'],
    ['bytes that are no text', part('application/octet-stream'), '\u0000\ufffd%%%=&&'],
    ['a choice that there is not', part('application/x-www-form-urlencoded'), 'choice=nothing'],
    [
      'two choices at once',
      part('application/x-www-form-urlencoded'),
      'choice=monthly&choice=none',
    ],
    ['half a megabyte', part('text/plain'), 'x'.repeat(500_000)],
  ])('posting %s takes effect', async (_, headers, body) => {
    const answer = await fetch(site.unsubscribeLink(), { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
    expect(await isSuppressed()).toBe(true);
  });

  test('posting nothing at all takes effect too', async () => {
    expect((await fetch(site.unsubscribeLink(), { method: 'POST' })).status).toBe(200);
    expect(await isSuppressed()).toBe(true);
  });
});

describe('which letters she wants instead', () => {
  const choose = async (choice: string, reason = '') => {
    const answer = await post(site.unsubscribeLink(), { choice, reason });
    expect(answer.status).toBe(200);
    return answer.text();
  };
  const standing = () => site.ledger.choiceOf(ROSA, PETITION.slug);

  test.each([
    ['monthly', 'At most one letter a month'],
    ['petition', 'No more letters about this petition'],
  ])('%s is kept, and shown when the link is opened again', async (choice, title) => {
    expect(await choose(choice)).toContain(`<h1>${title}</h1>`);
    expect(await isSuppressed()).toBe(false);
    expect(await standing()).toEqual({ choice, isHeld: false });
    const opened = await (await fetch(site.unsubscribeLink())).text();
    expect(opened).toContain(`value="${choice}" checked`);
    expect(opened.match(/<button/g)).toHaveLength(1);
  });

  test('she can come back on the same page', async () => {
    expect(await choose('none')).toContain('value="none" checked');
    expect(await choose('all')).toContain('<h1>You get our letters</h1>');
    expect(await isSuppressed()).toBe(false);
    expect(await (await fetch(site.unsubscribeLink())).text()).toContain('<h1>Unsubscribe</h1>');
  });

  test('her reason is kept for staff, on one line', async () => {
    await choose('none', ' too many\nletters <b> ');
    expect((await site.ledger.findSuppression(ROSA))?.detail).toBe(
      'on the unsubscribe page: too many letters <b>',
    );
  });

  test('who is suppressed for another reason is told so, and stays so', async () => {
    await site.ledger.suppress(ROSA, 'bounced', undefined);
    const page = await choose('all');
    expect(page).toContain('another reason');
    expect(page).not.toContain('<button');
    expect(await isSuppressed()).toBe(true);
  });

  test('opening the page with a choice in its address changes nothing', async () => {
    await fetch(`${site.unsubscribeLink()}?choice=none&List-Unsubscribe=One-Click`);
    expect(await standing()).toEqual({ choice: 'all', isHeld: false });
  });
});

describe('the unsubscribe link works', () => {
  test('in the middle of a send: the next batch goes without her', async () => {
    await site.close();
    const people = ['ann', 'rosa.reyes', 'zoe'].map((name) => ({
      email: `${name}@example.org`,
      fields: {},
    }));
    site = await openSite({ supporters: people, batchSize: 1 });
    await site.ledger.takeSender(site.campaign);
    const next = async () => {
      const batch = await site.ledger.claimBatch(site.campaign);
      return batch?.recipients.map(({ email }) => email);
    };
    expect(await next()).toEqual(['ann@example.org']);
    await post(site.unsubscribeLink(2), {});
    expect(await next()).toEqual(['zoe@example.org']);
    expect(await next()).toBeUndefined();
  });

  test.each(['done', 'cancelled', 'paused'] as const)('of a campaign that is %s', async (state) => {
    await site.ledger.suppress('x@example.org' as Address, 'manual', undefined);
    const batch = await takeOnlyBatch();
    await site.ledger.settleBatch(batch, { state: 'accepted', messageId: 'm' });
    await site.ledger.setCampaignState(site.campaign, state);
    expect((await post(site.unsubscribeLink(), {})).status).toBe(200);
    expect(await isSuppressed()).toBe(true);
  });

  async function takeOnlyBatch() {
    await site.ledger.takeSender(site.campaign);
    const batch = await site.ledger.claimBatch(site.campaign);
    if (!batch) throw new Error('There is no batch.');
    return batch;
  }

  test('with the key it was made with, as long as that key is still listed', async () => {
    await site.close();
    const url = 'https://act.example.org';
    const newer = 'a-newer-secret-that-stands-in-front-of-it';
    site = await openSite({ links: createLinks({ url, secrets: [newer, SECRET] }) });
    const old = createLinks({ url, secrets: [SECRET] });
    const { unsubscribe_link } = old.linksOf(site.campaign, 1 as RecipientNumber);
    expect((await post(site.url + new URL(unsubscribe_link).pathname, {})).status).toBe(200);
    expect(await isSuppressed()).toBe(true);
  });
});
