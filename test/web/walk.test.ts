import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../a-browser.ts';
import { type ASite, openSite, PETITION, ROSA } from './a-site.ts';

const START_MS = 60_000;
let browser: Browser;
let site: ASite;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  site = await openSite();
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 320, height: 640 },
  });
  page = await context.newPage();
}, START_MS);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const focused = () => page.locator(':focus').getAttribute('id');

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

describe('with a keyboard, without JavaScript, on a small screen', () => {
  test(
    'a mistake is explained, its field reached from the summary, and the petition signed',
    async () => {
      await page.goto(site.signLink());
      expect(await page.title()).toContain(PETITION.statement);

      await press('Tab');
      expect(await page.locator(':focus').textContent()).toBe('Sign as yourself');
      await press('Tab');
      expect(await focused()).toBe('first_name');
      await press('ControlOrMeta+A', 'Space', 'Tab', 'Tab', 'Tab');
      expect(await focused()).toBe('comment');
      await page.keyboard.type('For my "neighbours" & <b>mine</b>');
      await press('Tab', 'Tab', 'Enter');

      await page.getByRole('alert').waitFor();
      expect(await page.title()).toMatch(/^Please check the form/);
      expect(await page.locator('#comment').inputValue()).toBe('For my "neighbours" & <b>mine</b>');
      await press('Tab', 'Enter', 'Tab');
      expect(await focused()).toBe('last_name');
      await press('Shift+Tab');
      expect(await focused()).toBe('first_name');
      expect(await page.locator('#first_name').getAttribute('aria-invalid')).toBe('true');

      await press('ControlOrMeta+A');
      await page.keyboard.type("Rosa O'Brien");
      await press('Tab', 'Tab', 'Tab', 'Tab', 'Space', 'Tab', 'Enter');

      await page.getByRole('heading', { name: 'Thank you for signing' }).waitFor();
      expect(await page.locator('#count').textContent()).toBe('1 of 50,000 signatures');
      expect(await site.ledger.hasSigned(PETITION.slug, ROSA)).toBe(true);
    },
    START_MS,
  );

  test(
    'unsubscribing takes one button',
    async () => {
      await page.goto(site.unsubscribeLink());
      await press('Tab', 'Enter');
      await page.getByRole('heading', { name: 'You are unsubscribed' }).waitFor();
      expect(await site.ledger.isSuppressed(ROSA)).toBe(true);
    },
    START_MS,
  );

  test(
    'every page fits the screen',
    async () => {
      for (const url of [site.signLink(), site.unsubscribeLink(), `${site.url}/nowhere`]) {
        await page.goto(url);
        const { width = 0 } = (await page.locator('main').boundingBox()) ?? {};
        expect(width).toBeGreaterThan(200);
        const root = 'document.documentElement';
        expect(await page.evaluate(`${root}.scrollWidth - ${root}.clientWidth`)).toBe(0);
      }
    },
    START_MS,
  );
});
