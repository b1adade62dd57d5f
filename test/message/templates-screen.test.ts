import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HAS_BROWSER, openBrowser } from '../a-browser.ts';
import { aMessage, copyFor } from './a-letter.ts';
import { everyPart, PACKAGED, PICTURE } from './packaged-letters.ts';

/** Rules that are about pages: a mail program shows a letter inside a page of its own. */
const NOT_FOR_MAIL = {
  region: 'the landmarks are those of the mail program; MJML makes the letter one article',
  'landmark-one-main': 'the mail program has the main landmark',
  'page-has-heading-one': 'the mail program shows the subject as the heading of the letter',
};
const RULES = Object.fromEntries(Object.keys(NOT_FOR_MAIL).map((id) => [id, { enabled: false }]));

const WIDTHS = [320, 600, 1200];
const SCHEMES = ['light', 'dark'] as const;
const LETTERS = PACKAGED.flatMap((template) => [
  { template, lang: 'en' as const },
  { template, lang: 'ar' as const },
]);
/** Wider than every screen; the page may load nothing. */
const WIDE = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="600"/>')}`;

const OPTIONS = JSON.stringify({ rules: RULES, resultTypes: ['violations'] });

/** What axe complains of: rule, then the first tag that it is about. */
async function complaints(page: Page): Promise<string[]> {
  const { violations } = (await page.evaluate(`axe.run(document, ${OPTIONS})`)) as AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

describe.skipIf(!HAS_BROWSER)('on a screen', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(() => browser?.close());

  async function open(letter: (typeof LETTERS)[number]): Promise<Page> {
    const message = await aMessage({ appeal: everyPart(letter.template, letter.lang) });
    const page = await browser.newPage({ offline: true });
    await page.setContent(copyFor(message, {}).html.replaceAll(PICTURE, WIDE));
    return page;
  }

  test.each(LETTERS)(
    '$template in $lang has nothing that axe complains of',
    async (letter) => {
      const page = await open(letter);
      await page.addScriptTag({ content: axe.source });
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        for (const width of [320, 1200]) {
          await page.setViewportSize({ width, height: 800 });
          expect(await complaints(page), `${colorScheme}, ${width} px`).toEqual([]);
        }
      }
      await page.close();
    },
    60_000,
  );

  test.each(LETTERS)(
    '$template in $lang fits every screen, and thumbs',
    async (letter) => {
      const page = await open(letter);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      }
      await page.setViewportSize({ width: 320, height: 800 });
      const heights = (await page.evaluate(
        `[...document.querySelectorAll('.sign a, .link a')].map((a) => a.getBoundingClientRect().height)`,
      )) as number[];
      expect(heights.length).toBeGreaterThan(0);
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
      await page.close();
    },
    60_000,
  );
});
