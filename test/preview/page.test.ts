import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { HAS_BROWSER, openBrowser } from '../a-browser.ts';
import { letterOn, openPage, violations } from './a-page.ts';
import { APPEAL, type APreview, openPreview, PEOPLE, SPANISH } from './a-preview.ts';

const LONG = APPEAL.replace(
  '{{> petition}}',
  `${'The river runs on.\n\n'.repeat(200)}{{> petition}}`,
);
const BROKEN = LONG.replace('petition: {', 'petition: [');

describe.skipIf(!HAS_BROWSER)('the page, with an editor beside it', () => {
  let browser: Browser;
  let preview: APreview;
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    browser = await openBrowser();
    preview = await openPreview({ appeal: LONG, spanish: SPANISH });
  });
  beforeEach(async () => {
    // Whatever the test before has left.
    await preview.replace('appeals/river.md', LONG);
    await preview.replace('lists/people.csv', PEOPLE);
    ({ page, complaints } = await openPage(browser, preview.url));
    await letterOn(page, 'desktop').getByText('Dear Ana,').waitFor();
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await preview?.close();
    expect(preview.bugs).toEqual([]);
  });

  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const person = (name: string) => page.locator('#person-name', { hasText: name }).waitFor();

  test('shows what is saved at the place that was being read, and keeps the focus', async () => {
    const frame = page.locator('#desktop iframe[data-shown]');
    await frame.evaluate((element) => {
      // As if the reader had scrolled the letter.
      Reflect.get(element, 'contentWindow').scrollTo(0, 1500);
    });
    await page.locator('#dark').focus();
    await preview.replace('appeals/river.md', LONG.replace('Dear', 'Beloved'));
    await letterOn(page, 'desktop').getByText('Beloved Ana,').waitFor({ state: 'attached' });
    expect(await frame.evaluate((element) => Reflect.get(element, 'contentWindow').scrollY)).toBe(
      1500,
    );
    expect(await page.locator(':focus').getAttribute('id')).toBe('dark');
    await preview.write('appeals/river.md', LONG);
    await letterOn(page, 'phone').getByText('Dear Ana,').waitFor({ state: 'attached' });
  });

  test('keeps the last good version below an error, with the lines that are wrong', async () => {
    await preview.write('appeals/river.md', BROKEN);
    const errors = page.locator('#errors');
    await errors.locator('.meant', { hasText: 'petition: [' }).first().waitFor();
    expect(await errors.locator('.where').first().textContent()).toBe('line 5');
    expect(await page.locator('#old').textContent()).toMatch(/^Old version, of \d\d:\d\d:\d\d$/);
    expect(await page.locator('#standing').getAttribute('data-tone')).toBe('bad');
    await letterOn(page, 'desktop').getByText('Dear Ana,').waitFor();
    await page.locator('#said', { hasText: 'line 5' }).waitFor({ state: 'attached' });
    expect(await violations(page)).toEqual([]);

    await preview.replace('appeals/river.md', LONG);
    await page.locator('#errors-box').waitFor({ state: 'hidden' });
    await page.locator('#old').waitFor({ state: 'hidden' });
    await page.locator('#said', { hasText: 'Saved' }).waitFor({ state: 'attached' });
  });

  test('shows the problems of check beside the letter, and their lines on a click', async () => {
    await preview.write('appeals/river.md', LONG.replace('preheader: One', '# preheader: One'));
    const problems = page.locator('#problems');
    const rows = problems.locator('summary', { hasText: 'cannot be mailed' });
    await rows.waitFor();
    const picky = LONG.replace(/^subject:.*$/m, 'subject: "{{first_name}}"');
    await preview.write('appeals/river.md', picky);
    const unfit = problems.locator('summary', { hasText: 'cannot get this letter' });
    await unfit.waitFor();
    await unfit.focus();
    await press('Enter');
    await unfit.locator('..').locator('.meant').waitFor();
    await preview.write('appeals/river.md', LONG);
    await unfit.waitFor({ state: 'detached' });
  });

  test('goes through the recipients by keys, and begins anew at the end', async () => {
    await press('n');
    await person('Ben Brook');
    await letterOn(page, 'desktop').getByText('Dear Ben,').waitFor();
    await press('p', 'p');
    await person('Gala Ríos');
    await letterOn(page, 'phone').getByText('Querida Gala:').waitFor();
    expect(await page.locator('#subject').textContent()).toBe('Por el río, Gala');
    await press('n');
    await person('Ana Arce');
    expect(new URL(page.url()).searchParams.get('to')).toBe('ana@example.org');
  });

  test('goes through the hardest', async () => {
    for (const name of ['Cleopatra', 'eve@example.org', 'דוד לוי', 'Fay', 'Cleopatra']) {
      await press('h');
      await person(name);
    }
    expect(await page.locator('#hard [aria-pressed="true"]').textContent()).toBe('Longest name');
    await page.locator('#hard').getByText('Most missing').click();
    await person('eve@example.org');
    expect(await page.locator('#facts').textContent()).toContain('donor, first_name');
  });

  test('finds a recipient, by keys alone', async () => {
    await press('/');
    await page.keyboard.type('finch');
    await page.locator('#found button', { hasText: 'Fay' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await press('ArrowDown');
    expect(await page.locator(':focus').textContent()).toContain('fay@example.org');
    await press('Enter');
    await person('Fay 🌊 <b> Finch');
    await page.locator('#found-box').waitFor({ state: 'hidden' });
    expect(await page.locator(':focus').getAttribute('id')).toBe('person');
    expect(await page.locator('#search').inputValue()).toBe('');
    await press('Escape');
  });

  test('shows it as plain text, dark, without images, in any language: by keys and by buttons', async () => {
    await press('4');
    await page.locator('#text', { hasText: 'Dear Ana,' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Phone' }).click();
    await letterOn(page, 'phone').getByText('Dear Ana,').waitFor();
    await press('d', 'i', 'l', 'l');
    await letterOn(page, 'phone').getByText('Querida Ana:').waitFor();
    await page
      .locator('#phone iframe[data-shown][data-address*="dark=1"][data-address*="bare=1"]')
      .waitFor();
    expect(await page.locator('#dark').getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('#desktop').isVisible()).toBe(false);
    await page.reload();
    await letterOn(page, 'phone').getByText('Querida Ana:').waitFor();
    expect(await page.locator('#bare').getAttribute('aria-pressed')).toBe('true');
  });

  test('leaves its keys alone where they are switched off, and while somebody writes', async () => {
    await page.locator('#search').fill('n');
    await page.locator('#search').press('n');
    await press('Escape');
    await page.getByLabel('These keys work').uncheck();
    await press('n', 'd');
    expect(await page.locator('#dark').getAttribute('aria-pressed')).toBe('false');
    expect(await page.locator('#person-name').textContent()).toBe('Ana Arce');
    await page.getByLabel('These keys work').check();
    await press('d');
    expect(await page.locator('#dark').getAttribute('aria-pressed')).toBe('true');
  });

  test('hears its keys also while the letter has the focus', async () => {
    await page.locator('#desktop iframe[data-shown]').focus();
    await press('n');
    await person('Ben Brook');
    await letterOn(page, 'desktop').getByText('Dear Ben,').waitFor();
    // The frame is another one by now, and has the focus all the same.
    await press('n');
    await person('Cleopatra');
  });

  test('runs no script of the letter, and its own links lead nowhere', async () => {
    const letter = letterOn(page, 'desktop');
    const [beside] = await Promise.all([
      page.context().waitForEvent('page'),
      letter.getByRole('link', { name: 'add your name' }).click(),
    ]);
    await beside.getByText('A preview has no sign link').waitFor();
    await beside.close();
    await letter.locator('.cite a').first().click();
    expect(page.context().pages()).toHaveLength(1);
  });

  test.each([
    [1400, 'light'],
    [1000, 'dark'],
    [375, 'light'],
    [320, 'dark'],
  ] as const)(
    'fits %i px and has nothing that axe complains of, in %s',
    async (width, colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      for (const view of ['phone', 'desktop']) {
        await page.locator(`[data-view="${view}"]`).first().click();
        await page.locator(`#${view} iframe[data-shown]`).waitFor();
        const wide = await page.evaluate('document.documentElement.scrollWidth');
        expect(wide, view).toBeLessThanOrEqual(width);
        expect(await violations(page), view).toEqual([]);
      }
    },
  );

  test('takes the list’s changes without losing the recipient', async () => {
    await press('n');
    await person('Ben Brook');
    await preview.replace(
      'lists/people.csv',
      PEOPLE.replace('ana@', 'aaa@example.org,First,One,,\nana@'),
    );
    await page.locator('#person-detail', { hasText: '3 of 8' }).waitFor();
    await person('Ben Brook');
    await preview.replace('lists/people.csv', PEOPLE);
    await page.locator('#person-detail', { hasText: '2 of 7' }).waitFor();
  });
});

describe.skipIf(!HAS_BROWSER)('the page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  test('begins with whom --to names, and says when she is on no list', async () => {
    const preview = await openPreview({ to: 'ben@example.org' });
    const { page } = await openPage(browser, preview.url);
    await page.locator('#person-name', { hasText: 'Ben Brook' }).waitFor();
    await page.goto(`${preview.url}/?to=nobody@example.org`);
    await page
      .locator('#notice', { hasText: 'nobody@example.org is on none of the lists' })
      .waitFor();
    await page.locator('#person-name', { hasText: 'Ana Arce' }).waitFor();
    await page.close();
    await preview.close();
  });

  test('waits for a first good version, and says so when the preview has stopped', async () => {
    const preview = await openPreview({ appeal: 'Dear all', people: undefined });
    const { page, complaints } = await openPage(browser, preview.url);
    await page.locator('#empty').waitFor();
    await page.locator('#errors .what', { hasText: 'front matter' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await preview.write('appeals/river.md', APPEAL);
    await letterOn(page, 'desktop').getByText('Dear friend,').waitFor();
    expect(await page.locator('#search-box').isVisible()).toBe(false);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await preview.close();
    await page.locator('#standing', { hasText: 'The preview has stopped' }).waitFor();
    await page.close();
  });
});
