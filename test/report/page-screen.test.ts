import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportPage } from '../../src/report/report-page.ts';
import { HAS_BROWSER, openBrowser } from '../a-browser.ts';
import { violationsOn } from '../web/violations.ts';
import { REPORT, TESTED } from './sample-report.ts';

const SCREENS = [
  { name: 'a desk', width: 1280, height: 900 },
  { name: 'a phone', width: 320, height: 640 },
];

describe.runIf(HAS_BROWSER)('the page of the report', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  const open = async (width: number, height: number, colorScheme: 'light' | 'dark') => {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme,
      offline: true,
      javaScriptEnabled: true,
    });
    const page = await context.newPage();
    const tracked = { ...TESTED, events: { ...REPORT.events, open: 4000 } };
    await page.setContent(reportPage(tracked, [{ ...REPORT, campaign: 'window' }]));
    return page;
  };

  it.each(
    SCREENS.flatMap((screen) =>
      (['light', 'dark'] as const).map((colours) => ({ ...screen, colours })),
    ),
  )('has nothing that axe-core finds on $name, $colours', async ({ width, height, colours }) => {
    const page = await open(width, height, colours);
    expect(await violationsOn(page)).toEqual([]);
    await page.context().close();
  });

  it('draws a column for each hour, as high as its figure says, and shows the figures in print', async () => {
    const page = await open(1280, 900, 'light');
    const heights = await page.evaluate<number[]>(
      "[...document.querySelectorAll('.plot .fill')].map((bar) => bar.getBoundingClientRect().height)",
    );
    const { spans } = REPORT.times;
    const most = Math.max(...heights);
    expect(heights.map((height) => Math.round((height / most) * 200))).toEqual(
      spans.map(({ signatures }) => signatures),
    );
    expect(await page.locator('details table').isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    const printed = await page.evaluate<number>(
      "document.querySelector('details table').getBoundingClientRect().height",
    );
    expect(printed).toBeGreaterThan(50);
    await page.context().close();
  });
});

it('needs nothing else: no script, no picture, no style from elsewhere', () => {
  const page = reportPage(REPORT);
  expect(page).not.toMatch(/<script|<img|<link|@import|url\(/);
  expect(page.match(/https?:\/\/[^"<]*/g) ?? []).toEqual([expect.stringContaining('long/')]);
});

it('tells of opens as unreliable, and not at all where they are not tracked', () => {
  expect(reportPage(REPORT)).not.toContain('Opened');
  const tracked = { ...REPORT, events: { ...REPORT.events, open: 4000 } };
  expect(reportPage(tracked)).toMatch(/Opened: 4,000 \(0\.40 % of accepted\)\. Unreliable/);
});
