import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openBrowser } from '../a-browser.ts';
import { type Lang, openSentLetter, readerOf, SLUG } from './a-sent-letter.ts';
import { violationsOn, widthBeyond } from './violations.ts';

const PHONE = { width: 320, height: 640 };
type SentLetter = Awaited<ReturnType<typeof openSentLetter>>;

let browser: Browser;
let site: SentLetter;
beforeAll(async () => {
  browser = await openBrowser();
  site = await openSentLetter();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: PHONE, ...options });
  return context.newPage();
}

/** Presses a key until what has the focus is this; nobody presses for ever. */
async function tabTo(page: Page, where: Page | Frame, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab');
    if ((await where.locator(`${selector}:focus`).count()) > 0) return;
  }
  throw new Error(`Nothing like ${selector} can be reached with the keyboard.`);
}

/** From the letter in the inbox to its sign page, which opens in a tab of its own. */
async function openLetter(page: Page, lang: Lang): Promise<Page> {
  await page.goto(site.inboxOf(readerOf(lang)));
  await tabTo(page, page, '.list a[href*="id="]');
  await page.keyboard.press('Enter');
  const frame = await (await page.locator('iframe').elementHandle())?.contentFrame();
  if (!frame) throw new Error('The inbox shows no letter.');
  await frame.waitForURL('**/_sandbox/messages/**');
  await tabTo(page, frame, 'a[href*="/s/"]');
  const opened = page.context().waitForEvent('page');
  await page.keyboard.press('Enter');
  const sign = await opened;
  await sign.waitForLoadState();
  return sign;
}

const TITLES: Readonly<Record<Lang, string>> = {
  en: 'Thank you for signing',
  es: 'Gracias por firmar',
  ar: 'شكرًا على توقيعك',
};
describe('with a keyboard alone, without JavaScript, 320 pixels wide', () => {
  test.each([
    { lang: 'en', colorScheme: 'light' },
    { lang: 'es', colorScheme: 'light' },
    { lang: 'ar', colorScheme: 'dark' },
  ] as const)(
    'the way leads from the mail in the inbox to the thanks: $lang, $colorScheme',
    async ({ lang, colorScheme }) => {
      const inbox = await newPage({ javaScriptEnabled: false, colorScheme, locale: lang });
      const page = await openLetter(inbox, lang);
      const press = async (...keys: readonly string[]) => {
        for (const key of keys) await page.keyboard.press(key);
      };
      const focused = () => page.locator(':focus').getAttribute('id');
      expect(await page.locator('html').getAttribute('lang')).toBe(lang);

      await tabTo(page, page, '#first_name');
      await press('ControlOrMeta+A', 'Space');
      await tabTo(page, page, '#comment');
      await page.keyboard.type('For "us" & <b>them</b>');
      await tabTo(page, page, '#consent_show');
      await press('Space');
      await tabTo(page, page, 'button');
      // A browser holds back what lacks something; whoever's does not is told by the page.
      await page.locator('form').evaluate((form) => form.setAttribute('novalidate', ''));
      await press('Enter');

      await page.getByRole('alert').waitFor();
      expect(await page.locator('.summary:focus').count()).toBe(1);
      expect(await page.locator('.summary a').count()).toBe(2);
      expect(await page.locator('#comment').inputValue()).toBe('For "us" & <b>them</b>');
      expect(await page.locator('#consent_show').isChecked()).toBe(true);
      // The first complaint leads to its field.
      await press('Tab', 'Enter', 'Tab', 'Shift+Tab');
      expect(await focused()).toBe('first_name');
      await page.keyboard.type('Amal');
      await tabTo(page, page, '#country');
      const country = page.locator('#country');
      while ((await country.inputValue()) !== 'ES') await press('ArrowDown');
      await tabTo(page, page, 'button');
      await press('Enter');

      await page.getByRole('heading', { name: TITLES[lang] }).waitFor();
      const number = await site.ledger.signatureOf(SLUG, readerOf(lang) as never);
      expect(number && (await site.ledger.signature(number))).toMatchObject({
        firstName: 'Amal',
        lastName: 'Haddad',
        country: 'ES',
        comment: 'For "us" & <b>them</b>',
        consent: false,
        consents: ['show'],
        campaign: site.campaign.number,
      });
      await tabTo(page, page, 'a[href^="https://wa.me/"]');
      await tabTo(page, page, '#share');
      expect(await page.locator('#share').inputValue()).toContain(`${site.server.url}/r/`);
      await page.context().close();
    },
  );
});

/** Every page that a supporter can come to in this language. */
async function pagesIn(lang: Lang, signer: string): Promise<Record<string, string>> {
  const { sign_link, unsubscribe_link, view_link } = site.linksOf(lang);
  const email = `${signer}.${lang}@example.org`;
  const typed = { first_name: 'Nina', last_name: 'B', email, country: 'ES', lang };
  const opened = site.links.formStamp(SLUG, Date.now() - 60_000);
  const more = { comment: 'x '.repeat(99), consent_show: 'yes', opened };
  const body = new URLSearchParams({ ...typed, ...more });
  await fetch(site.page, { method: 'POST', body });
  const mails = await fetch(`${site.sandbox.url}/_sandbox/messages?to=${email}`);
  const [mail] = (await mails.json()) as { text: string }[];
  const confirm = /^http\S+\/y\/\S+$/m.exec(mail?.text ?? '')?.[0] ?? '';
  return {
    sign: sign_link,
    public: `${site.page}?lang=${lang}`,
    asked: `${site.page}/asked?lang=${lang}`,
    confirm,
    expired: site.links.confirmLink(999_999 as never),
    lost: `${site.server.url}/s/nothing`,
    unsubscribe: unsubscribe_link,
    'not yours': `${view_link}/unsubscribe`,
  };
}

describe('nothing keeps anybody out, and nothing is wider than the screen', () => {
  test.each([
    { lang: 'en', colorScheme: 'light' },
    { lang: 'en', colorScheme: 'dark' },
    { lang: 'es', colorScheme: 'dark' },
    { lang: 'ar', colorScheme: 'light' },
  ] as const)('on any page: $lang, $colorScheme', async ({ lang, colorScheme }) => {
    const page = await newPage({ colorScheme, bypassCSP: true, locale: lang });
    const look = async (name: string) => {
      expect([name, await violationsOn(page)]).toEqual([name, []]);
    };
    const { confirm = '', ...pages } = await pagesIn(lang, `nina.${colorScheme}`);
    for (const [name, url] of Object.entries(pages)) {
      await page.goto(url);
      await look(name);
      if (name === 'sign') expect(await page.locator('form').count()).toBe(1);
    }
    await page.goto(pages.public ?? '');
    await page.locator('form').evaluate((form) => form.setAttribute('novalidate', ''));
    await page.click('button');
    await page.getByRole('alert').waitFor();
    await look('mistakes');
    await page.goto(confirm);
    await look('confirm');
    await page.click('button');
    await page.locator('#share').waitFor();
    await look('thanks');
    await page.context().close();
  });

  test('in letters twice as large, on a screen of 320 pixels', async () => {
    const page = await newPage({ bypassCSP: true });
    const { confirm: _, ...pages } = await pagesIn('en', 'large');
    for (const [name, url] of Object.entries(pages)) {
      await page.goto(url);
      await page.addStyleTag({ content: ':root { font-size: 200% }' });
      expect([name, await widthBeyond(page)]).toEqual([name, 0]);
    }
    await page.context().close();
  });

  test('on the pages of what cannot be done', async () => {
    const page = await newPage({ bypassCSP: true });
    const send = async (
      name: string,
      [attribute, value]: readonly [string, string],
      before = async () => {},
    ) => {
      await page.goto(site.page);
      const form = page.locator('form');
      await form.evaluate(
        (one, [key = '', is = '']) => one.setAttribute(key, is),
        [attribute, value],
      );
      await before();
      await page.evaluate('document.forms[0].submit()');
      await page.getByRole('heading', { name }).waitFor();
      expect([name, await violationsOn(page)]).toEqual([name, []]);
    };
    /** More than may come in a minute, right before, as every two seconds one more may. */
    const flood = async () => {
      await Promise.all(Array.from({ length: 90 }, () => fetch(site.page, { method: 'POST' })));
    };
    await send('That did not work', ['enctype', 'multipart/form-data']);
    await send('Please wait a minute', ['novalidate', ''], flood);
    await page.context().close();
  });

  test('on a page with comments', async () => {
    const signatures = await site.ledger.listSignatures({ limit: 9, comments: 'new' });
    for (const { number } of signatures) await site.ledger.decideComment(number, 'shown');
    const page = await newPage({ bypassCSP: true });
    await page.goto(site.page);
    expect(await page.locator('figure').count()).toBeGreaterThan(0);
    expect(await violationsOn(page)).toEqual([]);
    await page.context().close();
  });

  test('once the petition is closed', async () => {
    await site.ledger.decidePetition(SLUG, 'closed');
    const page = await newPage({ bypassCSP: true });
    for (const lang of ['en', 'ar']) {
      // Visitors are told within a second.
      await vi.waitFor(async () => {
        await page.goto(`${site.page}?lang=${lang}`);
        expect(await page.locator('form').count()).toBe(0);
      }, 5000);
      expect(await violationsOn(page)).toEqual([]);
    }
    await page.context().close();
  });
});
