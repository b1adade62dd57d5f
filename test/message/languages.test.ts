import { describe, expect, test } from 'vitest';
import { aMessage, anAppeal, compileLetter, told } from './a-letter.ts';

const SIGN = '\n\n{{> sign}}\n';
const LAYOUT = 'letters/petition.mjml';
const FOREIGN = (attributes: string) => ({
  [LAYOUT]: `<!-- from <mjml> elsewhere -->
<mjml${attributes}><mj-body><mj-section><mj-column>
{{{letter}}}<mj-text><a href="{{unsubscribe_link}}">x</a></mj-text>
</mj-column></mj-section></mj-body></mjml>`,
});

describe('a letter in Spanish', () => {
  const appeal = anAppeal(`Hola [@a].${SIGN}`, 'lang: es\nsources: { a: { title: Uno } }');

  test('has no word of English that its authors did not write', async () => {
    const { html, text, lang } = await aMessage({ appeal });
    expect(lang).toBe('es');
    expect(html).toContain('aria-label="Nota 1"');
    expect(html).toContain('Firme la petición');
    expect(text).toContain('Firme la petición:');
    expect(html + text).not.toMatch(/\b(note \d|sign the|unsubscribe at|sources)\b/i);
  });

  test('does not promise more than the page behind its link keeps', async () => {
    const { html } = await aMessage({ appeal });
    expect(html).toContain('Puede darse de baja cuando quiera.');
    const english = await aMessage({ appeal: anAppeal(`Hello.${SIGN}`) });
    expect(english.html).toContain('You can unsubscribe at any time.');
  });
});

describe('a letter in Arabic', () => {
  const appeal = anAppeal(`مرحبا [@a].${SIGN}`, 'lang: ar\nsources: { a: { title: Uno } }');

  test('is told to run from right to left, and has Arabic words', async () => {
    const { html, text } = await aMessage({ appeal });
    expect(html).toMatch(/<html [^>]*lang="ar" dir="rtl"/);
    expect(html).toContain('aria-label="ملاحظة 1"');
    expect(text).toContain('وقّع العريضة:');
    expect(html + text).not.toMatch(/\b(sources|note \d|unsubscribe at|you get this)\b/i);
  });
});

describe('notes that run both ways', () => {
  const one = (lang: string, source: string, citation = '[@a]') =>
    aMessage({
      appeal: anAppeal(`x ${citation}.${SIGN}`, `lang: ${lang}\nsources: { a: ${source} }`),
    });

  test('in Arabic, a title in Latin letters keeps to itself, and the date stays whole', async () => {
    const source = '{ title: "“At Dawn”", authors: [Ana, منى], publisher: HRW, date: 2024-03-08 }';
    const { html, text } = await one('ar', source, '[see @a, p. 3]');
    const line =
      '\u2068see\u2069 \u2068Ana\u2069 ومنى, \u2068“At Dawn”\u2069, \u2068HRW\u2069, 8 مارس 2024, \u2068p. 3\u2069';
    expect(text.replace(/\s+/g, ' ')).toContain(`[1] ${line}`);
    expect(html).toContain(line);
  });

  test('in English, a title in Arabic letters keeps to itself, and the rest has no marks', async () => {
    const arabic = await one('en', '{ title: حق التصويت, date: 1998 }');
    expect(arabic.text).toContain('[1] \u2068حق التصويت\u2069, 1998');
    const plain = await one('en', '{ title: Über, author: 王小明, publisher: Полис }');
    expect(plain.html + plain.text).not.toMatch(/[\u2066-\u2069]/);
  });
});

describe('the fixed words of a letter', () => {
  const words = (text: string) => ({ 'words/es.yaml': text });
  const appeal = anAppeal(
    `Hola [@a].${SIGN}\n{{> petition}}\n`,
    'lang: es\nsources: { a: { title: Uno } }',
  );

  test("are the workspace's, key by key, and text in the html", async () => {
    const own = words(`letter:\n  note: 'Nota "{number}" & < más'\n  sources: A < B`);
    const { html, text } = await aMessage({ appeal, templates: own });
    expect(html).toContain('aria-label="Nota &quot;1&quot; &amp; &lt; más"');
    expect(html).toContain('A &lt; B');
    expect(text).toContain('A < B');
    expect(html).toContain('Firme la petición');
  });

  test('take the target as text: escaped once in html, not at all in the text part', async () => {
    const odd = appeal.replace('target: Ministry', `target: "O'Brien & <b>Co</b>"`);
    const { html, text } = await aMessage({ appeal: odd });
    expect(html).toContain('Diga a O&#x27;Brien &amp; &lt;b&gt;Co&lt;/b&gt;:');
    expect(text).toContain("Diga a O'Brien & <b>Co</b>:");
  });

  test('stop the letter at the place of a mistake in them', async () => {
    const checked = await compileLetter({
      appeal,
      templates: words('letter:\n  note: "{nummer}"\n'),
    });
    expect(checked.value).toBeUndefined();
    expect(told(checked)).toEqual(['words-invalid words/es.yaml:2:10']);
  });

  test('are English in a language that has none, with a warning', async () => {
    const checked = await compileLetter({ appeal: appeal.replace('lang: es', 'lang: fr') });
    expect(checked.value?.html).toContain('Sign the petition');
    expect(checked.problems).toEqual([
      expect.objectContaining({ severity: 'warning', code: 'words-missing' }),
    ]);
  });
});

describe("a template from elsewhere gets the letter's language", () => {
  test.each([
    ['where it names none', '', 'lang="ar" dir="rtl"'],
    ['where it names one attribute only', ' dir="ltr"', 'lang="ar" dir="ltr"'],
    ['but not where it names its own', ' lang="fr" dir="ltr"', 'lang="fr" dir="ltr"'],
  ])('%s', async (_reason, attributes, expected) => {
    const appeal = anAppeal(`Hello.${SIGN}`, 'lang: ar');
    const { html } = await aMessage({ appeal, templates: FOREIGN(attributes) });
    expect(/<html ([^>]*?) xmlns/.exec(html)?.[1]).toBe(expected);
  });
});

test('mj-html-attribute holds text', async () => {
  const head =
    '<mj-head><mj-html-attributes><mj-selector path=".own"><mj-html-attribute name="data-id">42</mj-html-attribute></mj-selector></mj-html-attributes></mj-head>';
  const templates = {
    [LAYOUT]: (FOREIGN('')[LAYOUT] ?? '')
      .replace('<mj-body>', `${head}<mj-body>`)
      .replace('<mj-text>', '<mj-text css-class="own">'),
  };
  const { html } = await aMessage({ appeal: anAppeal(`Hello.${SIGN}`), templates });
  expect(html).toContain('data-id="42"');
});
