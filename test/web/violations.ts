import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** By how many pixels a page is wider than the screen. */
export async function widthBeyond(page: Page): Promise<number> {
  const root = 'document.documentElement';
  return page.evaluate<number>(`${root}.scrollWidth - ${root}.clientWidth`);
}

/** What axe-core finds on a page, or that one has to scroll sideways to read it. */
export async function violationsOn(page: Page): Promise<unknown[]> {
  const over = await widthBeyond(page);
  if (over !== 0) return [`${over} pixels too wide`];
  await page.evaluate(axe.source);
  return page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map((n) => n.html)]))',
  );
}
