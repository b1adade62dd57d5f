import { describe, expect, test } from 'vitest';
import { aMessage, anAppeal, compileLetter, copyFor, told } from './a-letter.ts';
import { foreignTemplates } from './foreign-templates.ts';

const templates = foreignTemplates();
const appeal = anAppeal('Hello {{first_name}}.\n\n{{> sign}}\n\nBye.\n', 'template: components');
/** What is told of the template itself; the letter's own checks have tests of their own. */
const toldOf = (letter: Awaited<ReturnType<typeof compileLetter>>) =>
  told(letter).filter((line) =>
    /^(mjml|letter-place|include|slot|partial|template|field)/.test(line),
  );

const NASTY = `O'Brien & <b>Co</b>`;
const ESCAPED = 'O&#x27;Brien &amp; &lt;b&gt;Co&lt;/b&gt;';

describe('a template with every component of MJML', async () => {
  const letter = await compileLetter({ appeal, templates });
  const message = await aMessage({ appeal, templates });
  const { html } = copyFor(message, { first_name: NASTY });

  test('has no problems', () => {
    expect(toldOf(letter)).toEqual([]);
  });

  test('is the same each time, carousel and navbar too', async () => {
    expect((await aMessage({ appeal, templates })).html).toBe(message.html);
    const ids = [...message.html.matchAll(/ (?:id|for)="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids.filter((id) => id?.includes('mj-carousel-')))).toHaveProperty('size', 2);
    expect(message.html).toMatch(/id="[0-9a-f]{16}" class="mj-menu-checkbox"/);
    expect(message.html).toMatch(/<label for="[0-9a-f]{16}"/);
  });

  test('is the letter of a recipient whose values are typed into it', async () => {
    // An independent reading: nothing differs between recipients here.
    const typed = (text: string) => text.replaceAll('{{first_name}}', 'Ann');
    const own = await aMessage({
      appeal: typed(appeal),
      templates: Object.fromEntries(
        Object.entries(templates).map(([name, text]) => [name, typed(text)]),
      ),
    });
    const withoutIds = (text: string) => text.replace(/\b[0-9a-f]{16}\b/g, 'id');
    expect(withoutIds(copyFor(own, {}).html)).toBe(withoutIds(copyFor(message, {}).html));
  });

  test.each([
    ['a hero', `Hello ${ESCAPED} &amp; friends &#8212; it is time`],
    ['a group whose tags have capitals', '>One</div>'],
    ['a link in it', 'href="https://example.org/?n=O%27Brien%20%26%20%3Cb%3ECo%3C%2Fb%3E"'],
    ["the navbar's links", `\nTwo for ${ESCAPED}\n</a>`],
    ['an accordion', `Because of ${ESCAPED}.`],
    ['a carousel', `alt="A window for ${ESCAPED}"`],
    ['a table', `<td>A cell with ${ESCAPED}</td>`],
    ['html among components', `<td class="raw">Raw ${ESCAPED}</td>`],
    ['what Outlook alone reads', `<!--[if mso]><p>For Outlook alone: ${ESCAPED}</p>`],
    ['a class for all', 'font-family:&quot;Lora&quot;, Georgia, serif'],
    ['quotes in an attribute', 'alt="A &quot;quoted&quot; alt"'],
    ['attributes that MJML puts into html', 'data-id="42"'],
    ['style written into tags', '<b style="color: #000;">'],
    ['raw head', '<meta name="robots" content="noindex">'],
    ['a breakpoint', 'min-width:400px'],
    ['a font from elsewhere', 'href="https://fonts.example.org/css?family=Lora&amp;display=swap"'],
    ['an included document', `A banner for ${ESCAPED}`],
    ['its head', 'letter-spacing: 1px'],
    ['style included by it', '.banner div { color: #fff !important; }'],
    ['html included', '<td class="legal" align="center">1 Harbour Street Port Example </td>'],
    ["the letter's partials", 'class="sign"'],
  ])('has %s', (_reason, expected) => {
    expect(html).toContain(expected);
  });

  test("has no comment of its designer's", () => {
    expect(html).not.toContain('designer');
    expect(html).not.toContain('Typed for the tests');
  });
});

const page = (content: string, head = '') =>
  `<mjml>${head}<mj-body>\n${content}\n<mj-section><mj-column><mj-text><a href="{{sign_link}}">Sign</a> <a href="{{unsubscribe_link}}">x</a></mj-text></mj-column></mj-section></mj-body></mjml>`;
const column = (content: string) =>
  `<mj-section><mj-column>\n${content}\n</mj-column></mj-section>`;
const compileIn = (layout: string, body: string, more: Record<string, string> = {}) =>
  compileLetter({
    appeal: anAppeal(body, 'template: foreign'),
    templates: { 'letters/foreign.mjml': layout, ...more },
  });

const TEXT = '**One** {{first_name}}.\n\nTwo.\n';
const PARTS = 'One.\n\n{{> sign}}\n\n{{#if donor}}\nTwo.\n{{/if}}\n';

describe('the letter may stand', () => {
  test.each([
    ['in a column', column('{{{letter}}}')],
    ['in a column, between two braces', column('{{letter}}')],
    ['in a section', '<mj-section>{{{letter}}}</mj-section>'],
    [
      'in a section beside a column',
      `<mj-section><mj-column></mj-column>{{{letter}}}</mj-section>`,
    ],
    ['in a group', '<mj-section><mj-group>{{{letter}}}</mj-group></mj-section>'],
    ['in a wrapper', '<mj-wrapper>{{{letter}}}</mj-wrapper>'],
    ['in the body', '{{{letter}}}'],
    ['in a hero', '<mj-hero>{{{letter}}}</mj-hero>'],
    ['alone in a text', column('<mj-text color="#123456">{{{letter}}}</mj-text>')],
    [
      'in a text among others',
      column('<mj-text color="#123456">A <b>b</b> {{{letter}}} c</mj-text>'),
    ],
  ])('%s, with parts in it', async (_reason, place) => {
    const letter = await compileIn(page(place), PARTS);
    expect(toldOf(letter)).toEqual([]);
    const html = letter.value ? copyFor(letter.value, {}).html : '';
    expect(html).toMatch(/<p>One\.<\/p>[\s\S]*class="sign"[\s\S]*<p>Two\.<\/p>/);
    expect(html).not.toMatch(/<\/?mj-/);
    if (place.includes('#123456')) expect(html.match(/color:#123456/g)?.length).toBeGreaterThan(1);
  });

  test.each([
    ['in html of a text', column('<mj-text><div class="in">{{{letter}}}</div></mj-text>')],
    ['in a cell', column('<mj-table><tr><td class="in">{{{letter}}}</td></tr></mj-table>')],
    ['in raw html', column('<mj-raw><tr><td class="in">{{{letter}}}</td></tr></mj-raw>')],
    [
      'in a paragraph, whose place it takes',
      column('<mj-text><p class="no">{{{letter}}}</p></mj-text>'),
    ],
  ])('%s, where it is text alone', async (_reason, place) => {
    const letter = await compileIn(page(place), TEXT);
    expect(toldOf(letter)).toEqual([]);
    const html = letter.value ? copyFor(letter.value, {}).html : '';
    expect(html).toMatch(/<p><strong>One<\/strong> \w+\.<\/p>\s*<p>Two\.<\/p>/);
    expect(html).not.toMatch(/<\/?mj-|class="no"/);
    if (place.includes('"in"')) expect(html).toMatch(/class="in"[^>]*>\s*<p>/);
  });

  test.each([
    ['in html, with parts in it', column('<mj-text><div>{{{letter}}}</div></mj-text>'), '3:18'],
    [
      'in a cell, with parts in it',
      column('<mj-table><tr><td>{{{letter}}}</td></tr></mj-table>'),
      '3:22',
    ],
    ['in a button', column('<mj-button href="#">{{{letter}}}</mj-button>'), '3:24'],
    [
      'in an attribute',
      column('<mj-image src="https://example.org/" alt="{{{letter}}}" />'),
      '3:46',
    ],
    ['in a block in a text', column('<mj-text>{{#if donor}}{{{letter}}}{{/if}}</mj-text>'), '3:26'],
  ])('but not %s', async (_reason, place, at) => {
    const letter = await compileIn(page(place), PARTS);
    expect(toldOf(letter)).toEqual([`letter-place letters/foreign.mjml:${at}`]);
  });
});

describe('what MJML would pass over in silence is told', () => {
  test.each([
    [
      'a component in a text',
      column('<mj-text>a <mj-button href="#">b</mj-button></mj-text>'),
      'letters/foreign.mjml:3:12',
    ],
    [
      'a text in a text',
      column('<mj-text><mj-text>b</mj-text></mj-text>'),
      'letters/foreign.mjml:3:10',
    ],
    [
      'a partial in a text',
      column('<mj-text>{{> petition}}</mj-text>'),
      'templates/letters/partials/petition.mjml:1:1',
    ],
  ])('%s', async (_reason, place, at) => {
    const letter = await compileIn(page(place), TEXT);
    expect(letter.value).toBeUndefined();
    expect(toldOf(letter)[0]).toContain(`mjml-invalid ${at}`);
  });

  test('an attribute that MJML leaves out is a warning, and the letter is built', async () => {
    const letter = await compileIn(
      page(column('<mj-text colour="red" padding-top="20">a</mj-text>{{{letter}}}')),
      TEXT,
    );
    expect(letter.value).toBeDefined();
    const warnings = letter.problems.filter(({ code }) => code === 'mjml-attribute');
    expect(warnings.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
  });
});

describe('a file that is included', () => {
  const include = (path: string) =>
    page(`<mj-include path="${path}" />\n${column('{{{letter}}}')}`);

  test.each([
    ['is not there', './nothing.mjml'],
    ['is outside of the template folders', '../../outcry.yaml'],
    ['is outside, in other words', '..%2F..%2Foutcry.yaml'],
    ["is the system's", '/etc/hostname'],
    ['has no name', ''],
  ])('and %s is refused at its place', async (_reason, path) => {
    const letter = await compileIn(include(path), TEXT);
    expect(toldOf(letter)).toEqual(['include-missing letters/foreign.mjml:2:1']);
  });

  test('has problems of its own, at their place in it', async () => {
    const letter = await compileIn(include('./parts/head.mjml'), TEXT, {
      'letters/parts/head.mjml':
        '\n  <mj-section><mj-column><mj-text>{{frist_name}}</mj-text></mj-column></mj-section>',
    });
    expect(toldOf(letter)).toEqual(['field-unknown letters/parts/head.mjml:2:37']);
  });

  test('may be a partial, whose text form is used too', async () => {
    const letter = await compileIn(
      page(column('{{{letter}}}<mj-include path="partials/sign.mjml"/>')),
      TEXT,
    );
    expect(toldOf(letter)).toEqual([]);
    expect(letter.value?.html).toContain('class="sign"');
  });

  test('may not include itself without end', async () => {
    const letter = await compileIn(include('./a.mjml'), TEXT, {
      'letters/a.mjml': '<mj-include path="b.mjml" />',
      'letters/b.mjml': '<mj-include path="a.mjml" />',
    });
    expect(toldOf(letter)[0]).toMatch(/^partial-recursion letters\/[ab]\.mjml:1:/);
  });

  test('in a comment is left alone', async () => {
    const layout = page(
      `<!-- <mj-include path="./nothing.mjml" /> -->{{!-- <mj-include path="no.mjml" /> --}}\n${column('{{{letter}}}')}`,
    );
    expect(toldOf(await compileIn(layout, TEXT))).toEqual([]);
  });
});

test('a template without a head, in another direction, starts from the right', async () => {
  const { html } = await aMessage({
    appeal: anAppeal(TEXT, 'template: foreign\nlang: he'),
    templates: { 'letters/foreign.mjml': page(column('{{{letter}}}')) },
  });
  expect(html).toContain('dir="rtl"');
  expect(html).toContain('direction:rtl');
  expect(html).not.toContain('direction:ltr');
  expect(html).toContain('text-align:right');
});
