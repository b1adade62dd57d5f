import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type APublicSite, openPublicSite } from './a-public-site.ts';
import { PETITION, post, ROSA } from './a-site.ts';

const FORM = { first_name: 'Rosa', last_name: 'Reyes' };

describe('the web side, to somebody who was erased', () => {
  let site: APublicSite;
  let pending: string;
  beforeEach(async () => {
    site = await openPublicSite();
    await post(site.signLink(), FORM);
    const typed = { firstName: 'R', lastName: 'R', postcode: '', country: '', comment: '' };
    const draft = { ...typed, email: ROSA, petition: 'other', consent: false, lang: 'en' };
    const number = await site.ledger.keepPending(draft);
    pending = site.url + new URL(site.links.confirmLink(number as never)).pathname;
    await site.ledger.eraseSupporter(ROSA, { withdraw: false });
  });
  afterEach(() => site.close());

  test('does not know her by her sign link, and signs nothing by it', async () => {
    for (const answer of [await fetch(site.signLink()), await post(site.signLink(), FORM)]) {
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toMatch(/Rosa|erased/);
    }
    expect(await site.ledger.countSignatures(PETITION.slug)).toBe(1);
    expect((await site.ledger.supporterRecords(ROSA)).signatures).toEqual([]);
  });

  test("tells her mail program's button that it is done, and keeps nothing of it", async () => {
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    const answer = await fetch(site.unsubscribeLink(), { method: 'POST', body });
    expect([answer.status, await answer.text()]).toEqual([200, 'Unsubscribed.\n']);
    expect((await fetch(site.unsubscribeLink())).status).toBe(404);
    const forged = site.unsubscribeLink().replace(/\/u\/./, '/u/-');
    expect((await fetch(forged, { method: 'POST', body })).status).toBe(404);
    expect(await site.ledger.findSuppression(ROSA)).toBeUndefined();
  });

  test('has deleted what she typed and did not confirm: the link of that mail is over', async () => {
    expect([404, 410]).toContain((await fetch(pending)).status);
    await post(pending, {});
    expect(await site.ledger.countSignatures('other')).toBe(0);
  });

  test('mails nobody who types her address on the public page, and answers as ever', async () => {
    const typed = { ...FORM, email: 'Rosa.Reyes@Example.org' };
    const answer = await post(site.page, typed);
    const others = await post(site.page, { ...FORM, email: 'new@example.org' });
    expect(answer.status).toBe(others.status);
    expect(answer.headers.get('location')).toBe(others.headers.get('location'));
    expect(await site.mailsTo('new@example.org')).toHaveLength(1);
    expect(await site.mailsTo(ROSA)).toEqual([]);
    expect((await site.ledger.supporterRecords(ROSA)).pendingSignatures).toEqual([]);
  });
});
