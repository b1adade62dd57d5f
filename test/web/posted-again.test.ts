import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { explainError } from '../../src/ledger/sqlite/explain-error.ts';
import type { SignatureNumber } from '../../src/terms.ts';
import { openBrowser } from '../a-browser.ts';
import { openPublicSite } from './a-public-site.ts';
import { type ASite, openSite, PETITION, post, ROSA, type Wishes } from './a-site.ts';
import { violationsOn } from './violations.ts';

const START_MS = 60_000;
const REASON = 'For my "neighbours" & <b>mine</b>.\n\n  Twice.';

let browser: Browser;
let page: Page;
let site: ASite;
beforeAll(async () => {
  browser = await openBrowser();
}, START_MS);
afterAll(() => browser?.close());
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 320, height: 640 } });
});
afterEach(async () => {
  await page.close();
  await site.close();
});

const locked = () =>
  explainError(Object.assign(new Error('busy'), { code: 'SQLITE_BUSY' }), 'ledger.sqlite');

/** A site whose ledger does some things otherwise. */
async function openStuckSite(wishes: Wishes, change: (ledger: Ledger) => Partial<Ledger>) {
  const troubled = (ledger: Ledger) => ({ ...ledger, ...change(ledger) });
  site = await openSite({ ...wishes, troubled });
}

async function fillAndSign(): Promise<void> {
  await page.goto(site.signLink());
  await page.locator('#comment').fill(REASON);
  await page.locator('#consent').check();
  await page.getByRole('button').click();
}

async function signature() {
  const number = await site.ledger.signatureOf(PETITION.slug, ROSA);
  return site.ledger.signature(number as SignatureNumber);
}

describe('what a supporter has typed', () => {
  test(
    'comes back from a ledger that could not be written, and is signed with one press',
    async () => {
      let isLocked = true;
      await openStuckSite({}, (ledger) => ({
        recordSignature: (draft) =>
          isLocked ? Promise.reject(locked()) : ledger.recordSignature(draft),
      }));
      await fillAndSign();
      expect(await page.locator('h1').textContent()).toBe('That did not work');
      expect(await violationsOn(page)).toEqual([]);
      expect(site.log.map(({ what }) => what)).toContain(
        'The ledger ledger.sqlite is locked by another program (SQLITE_BUSY). [ledger-locked]',
      );
      expect(await site.ledger.hasSigned(PETITION.slug, ROSA)).toBe(false);

      isLocked = false;
      await page.getByRole('button', { name: 'Send it again' }).click();
      expect(await page.locator('h1').textContent()).toBe('Thank you for signing');
      expect(await signature()).toMatchObject({
        firstName: 'Rosa',
        lastName: 'Reyes',
        comment: REASON,
        consent: true,
      });
    },
    START_MS,
  );

  test(
    'comes back from a busy server too',
    async () => {
      let letGo = () => {};
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      await openStuckSite({ mostUnderWay: 5 }, (ledger) => ({
        shownComments: async (...petition) => {
          await held;
          return ledger.shownComments(...petition);
        },
      }));
      await page.goto(site.signLink());
      await page.locator('#comment').fill(REASON);
      const waiting = [1, 2, 3, 4, 5].map(() => fetch(`${site.url}/p/${PETITION.slug}`));
      await expect.poll(async () => (await fetch(`${site.url}/readyz`)).status).toBe(503);
      await page.getByRole('button').click();
      expect(await page.locator('h1').textContent()).toBe('Please wait half a minute');
      expect(await violationsOn(page)).toEqual([]);

      letGo();
      await Promise.all(waiting);
      await expect.poll(async () => (await fetch(`${site.url}/readyz`)).status).toBe(200);
      await page.getByRole('button', { name: 'Send it again' }).click();
      expect(await page.locator('h1').textContent()).toBe('Thank you for signing');
      expect(await signature()).toMatchObject({ comment: REASON });
    },
    START_MS,
  );

  test(
    'comes back where too many sign from one network',
    async () => {
      const publicSite = await openPublicSite();
      site = publicSite;
      for (let count = 0; count < 30; count++) await post(publicSite.page, {});
      await page.goto(publicSite.page);
      await page.locator('#first_name').fill('Nina');
      await page.locator('#email').fill('nina@example.org');
      await page.locator('#comment').fill(REASON);
      await page.getByRole('button').click();
      expect(await page.locator('h1').textContent()).toBe('Please wait a minute');
      expect(await violationsOn(page)).toEqual([]);
      const kept = await page
        .locator('input[type=hidden]')
        .evaluateAll((inputs) =>
          inputs.map((input) => [input.getAttribute('name'), input.getAttribute('value')]),
        );
      expect(Object.fromEntries(kept)).toMatchObject({
        first_name: 'Nina',
        email: 'nina@example.org',
        comment: REASON,
        lang: 'en',
      });
    },
    START_MS,
  );

  test(
    'is her choice and her reason, where she was about to leave',
    async () => {
      let isLocked = true;
      await openStuckSite({}, (ledger) => ({
        choose: (draft) => (isLocked ? Promise.reject(locked()) : ledger.choose(draft)),
      }));
      await page.goto(site.unsubscribeLink());
      await page.locator('#monthly').check();
      await page.locator('#reason').fill('Too many.\nReally.');
      await page.getByRole('button').click();
      expect(await page.locator('h1').textContent()).toBe('That did not work');

      isLocked = false;
      await page.getByRole('button', { name: 'Send it again' }).click();
      expect(await page.locator('h1').textContent()).toBe('At most one letter a month');
      expect(await site.ledger.choiceOf(ROSA, PETITION.slug)).toMatchObject({ choice: 'monthly' });
    },
    START_MS,
  );
});
