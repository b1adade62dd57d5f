import { describe, expect, test } from 'vitest';
import { aMessage, anAppeal } from './a-letter.ts';

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
