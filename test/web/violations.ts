import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe-core finds on a page, or that one has to scroll sideways to read it. */
export async function violationsOn(page: Page): Promise<unknown[]> {
  const root = 'document.documentElement';
  const over = await page.evaluate(`${root}.scrollWidth - ${root}.clientWidth`);
  if (over !== 0) return [`${over} pixels too wide`];
  await page.evaluate(axe.source);
  return page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map((n) => n.html)]))',
  );
}
