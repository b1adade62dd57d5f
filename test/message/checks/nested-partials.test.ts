import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { anAppeal, compileLetter, told } from '../a-letter.ts';

const layout = readFileSync('templates/letters/petition.mjml', 'utf8');
const BODY = 'Hello page x y.\n\n{{> sign}}\n';

/** What is wrong stands in line 3 of the outer partial, or in line 5 of the one inside of it. */
function templates(spot: 'outer' | 'inner', fault: string) {
  const [outer, inner] = spot === 'outer' ? [fault, ''] : ['', fault];
  return {
    'letters/petition.mjml': layout.replace('{{> footer}}', '{{> outer}}\n    {{> footer}}'),
    'letters/partials/outer.mjml': `<mj-section>\n  <mj-column>\n    ${outer}\n    {{> inner}}\n  </mj-column>\n</mj-section>\n`,
    'letters/partials/inner.mjml': `{{!-- page --}}\n<mj-text>\n  Hello page\n</mj-text>\n    ${inner}\n`,
    'letters/partials/outer.txt': '',
    'letters/partials/inner.txt': '',
  };
}

describe.each([
  ['outer', 3],
  ['inner', 5],
] as const)('a fault in the %s partial is told in its line and column', (spot, line) => {
  test.each([
    ['a component closed by another name', '<mj-text>x</mj-txt>', 'mjml-unclosed', 5],
    ['a component that is never closed', '<mj-text>x', 'mjml-unclosed', 5],
    ['one that was never opened', '</mj-text>', 'mjml-unopened', 5],
    ['a tag without its end', '<mj-text>Hello</mj-text', 'mjml-invalid', 19],
    ['an unknown component', '<mj-sectoin></mj-sectoin>', 'mjml-invalid', 5],
    [
      'a component in the wrong place',
      '<mj-section><mj-column></mj-column></mj-section>',
      'mjml-invalid',
      5,
    ],
    ['an unknown attribute', '<mj-text colour="red">x</mj-text>', 'mjml-attribute', 5],
    ['a colour that is none', '<mj-text color="reddish">x</mj-text>', 'mjml-attribute', 5],
    ['text between components', 'stray words', 'mjml-stray-text', 5],
    ['a block that is never closed', '{{#if donor}}', 'template-syntax', 5],
    ['an unknown field', '<mj-text>{{frist_name}}</mj-text>', 'field-unknown', 16],
    ['an unknown helper', '<mj-text>{{uper donor}}</mj-text>', 'helper-unknown', 16],
    ['an unknown partial', '{{> nothing}}', 'partial-unknown', 5],
    ['a value as html', '<mj-text>{{{donor}}}</mj-text>', 'slot-raw', 17],
    ['a value in a style', '<mj-text>x <b style="{{donor}}">y</b></mj-text>', 'slot-place', 28],
    ['a picture without alt', '<mj-image src="https://a.org/a.png" />', 'image-alt', 5],
    ['a link without scheme', '<mj-text><a href="www.a.org">x</a></mj-text>', 'link-unsafe', 23],
    ['a button without text', '<mj-button href="tel:+15550100"></mj-button>', 'link-empty', 5],
    ['a faint text', '<mj-text color="#cccccc">Hello</mj-text>', 'contrast-low', 21],
    ['words of its own', '<mj-text>Come to the feast</mj-text>', 'text-lost', 14],
  ])('%s', async (_reason, fault, code, column) => {
    const letter = await compileLetter({
      appeal: anAppeal(BODY),
      templates: templates(spot, fault),
    });
    const file = `letters/partials/${spot}.mjml`;
    expect(told(letter)).toEqual([`${code} ${file}:${line}:${column}`]);
  });
});
