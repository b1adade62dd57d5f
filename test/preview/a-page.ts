import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';

/** A page of the preview, once a copy is on it. Whatever the page complains of is kept. */
export async function openPage(browser: Browser, url: string, width = 1400) {
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(url);
  await page.locator('#standing:not([data-tone="wait"])').waitFor();
  return { page, complaints };
}

/** The letter as it is shown on a device: the frame, once it has loaded. */
export function letterOn(page: Page, device: 'desktop' | 'phone') {
  return page.frameLocator(`#${device} iframe[data-shown]`);
}

/** What axe complains of on the page, without what stands in the letter. */
export async function violations(page: Page): Promise<string[]> {
  // The page's own policy would keep axe out: its code is run by the debugger instead.
  await page.evaluate(axe.source);
  const options = JSON.stringify({ iframes: false, resultTypes: ['violations'] });
  const { violations: found } = (await page.evaluate(
    `axe.run(document, ${options})`,
  )) as AxeResults;
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
