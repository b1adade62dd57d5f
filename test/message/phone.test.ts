import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HAS_BROWSER, openBrowser } from '../a-browser.ts';
import { aMessage, anAppeal, copyFor } from './a-letter.ts';

const PICTURE = 'https://example.org/door.png';
const BODY = `# A first heading of the letter

Dear {{first_name}}, this is \`a_rather_long_piece_of_code(with, its, arguments)\`[@a].

## A second heading

![A door](${PICTURE})

\`\`\`
one line of code that is far longer than any telephone's screen is wide, and longer still
\`\`\`

| Country | People who asked for asylum | Granted | Share |
| --- | :-: | --: | --: |
| El Salvador | 14,000 | 1,200 | 9 % |
| Guatemala | 12,345 | 999 | 8 % |

> https://example.org/a/very/long/address/that/nobody/breaks/and/goes/on/for/ever.html

{{> petition}}

{{> sign}}
`;
/** Wider than every screen; the page may load nothing. */
const WIDE = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="400"/>')}`;

describe.skipIf(!HAS_BROWSER)('on a screen', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(() => browser?.close());

  test.each([320, 375, 1200])(
    'a letter with all that Markdown has fits a screen of %d px',
    async (width) => {
      const source = 'sources: { a: { title: A source, url: "https://example.org/source" } }';
      const message = await aMessage({ appeal: anAppeal(BODY, source) });
      const page = await browser.newPage({ viewport: { width, height: 800 }, offline: true });
      await page.setContent(copyFor(message, {}).html.replaceAll(PICTURE, WIDE));
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await page.evaluate('document.querySelector("img").offsetHeight')).toBeGreaterThan(50);
      await page.close();
    },
    60_000,
  );
});
