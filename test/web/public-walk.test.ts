import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../a-browser.ts';
import { type APublicSite, openPublicSite } from './a-public-site.ts';
import { PETITION, post } from './a-site.ts';
import { violationsOn } from './violations.ts';

const START_MS = 60_000;
const NINA = 'nina@example.org';
const PHONE = { width: 320, height: 640 };
const ARABIC = {
  subject: 'أبقوا الباب مفتوحًا',
  petition: { ...PETITION, target: 'وزارة العدل', statement: 'أبقوا الباب مفتوحًا.' },
};
let browser: Browser;
let site: APublicSite;

beforeAll(async () => {
  browser = await openBrowser();
  // Whoever fills in a form takes her time, which the browser here does not.
  let clock = Date.UTC(2026, 10, 24, 12);
  const now = () => {
    clock += 5_000;
    return clock;
  };
  site = await openPublicSite({ translations: { ar: ARABIC }, now });
}, START_MS);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

async function newPage(options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: PHONE, locale: 'en', ...options });
  return context.newPage();
}

test(
  'with a keyboard, without JavaScript, on a small screen: a wrong address, the right one, the mail, the signature',
  async () => {
    const page = await newPage({ javaScriptEnabled: false });
    const focused = () => page.locator(':focus').getAttribute('id');
    const press = async (...keys: readonly string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await page.goto(site.page);
    expect(await page.title()).toContain(PETITION.statement);
    await press('Tab');
    expect(await focused()).toBe('first_name');
    await page.keyboard.type('Nina');
    await press('Tab', 'Tab');
    expect(await focused()).toBe('email');
    await page.keyboard.type('nina@example');
    await press('Tab', 'Tab');
    await page.keyboard.type('For "them" & <b>us</b>');
    await press('Enter', 'Tab', 'Space', 'Tab', 'Enter');

    await page.getByRole('alert').waitFor();
    expect(await page.title()).toMatch(/^Please check the form/);
    await press('Tab', 'Enter', 'Tab', 'Shift+Tab');
    expect(await focused()).toBe('email');
    expect(await page.locator('#email').inputValue()).toBe('nina@example');
    expect(await page.locator('#comment').inputValue()).toBe('For "them" & <b>us</b>\n');
    expect(await page.locator('#consent').isChecked()).toBe(true);
    await press('End');
    await page.keyboard.type('.org');
    await press('Enter');

    await page.getByRole('heading', { name: 'Please confirm' }).waitFor();
    expect(await site.ledger.countSignatures(PETITION.slug)).toBe(0);
    await page.goto(await site.confirmLink(NINA));
    expect(await page.locator('dd').allTextContents()).toEqual(['Nina', 'For "them" & <b>us</b>']);
    await press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Sign the petition');
    await press('Enter');
    await page.getByRole('heading', { name: 'Thank you for signing' }).waitFor();
    expect(await page.locator('#count').textContent()).toBe('1 of 50,000 signatures');
    expect(page.url()).toMatch(/\/thanks$/);
  },
  START_MS,
);

test(
  'the mail reads well on a phone, light and dark, from left and from right',
  async () => {
    for (const lang of ['en', 'ar']) {
      const email = `mail-${lang}@example.org`;
      await post(site.page, { first_name: 'Nina', email, lang });
      const [mail] = await site.mailsTo(email);
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await newPage({ colorScheme });
        await page.setContent(mail?.html ?? '');
        expect([lang, colorScheme, await violationsOn(page)]).toEqual([lang, colorScheme, []]);
      }
    }
  },
  START_MS,
);
