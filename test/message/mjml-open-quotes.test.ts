import { expect, test } from 'vitest';
import { anAppeal, compileLetter, FIELDS } from './a-letter.ts';

const FILE = 'letters/partials/signoff.mjml';
const problemsWith = async (content: string) => {
  const appeal = anAppeal('Hello.\n\n{{> sign}}\n');
  const letter = { appeal, fields: FIELDS, templates: { [FILE]: `\n${content}\n` } };
  return (await compileLetter(letter)).problems;
};

test.each([
  '<mj-button font-size="18px font-weight="bold" href="{{sign_link}}">Sign</mj-button>',
  '<mj-button font-size="18px font-weight="bold">Sign</mj-button>\n<mj-text>a</mj-text>',
  '<mj-button font-size="18px href="/a">Sign</mj-button>',
  '<mj-text font-size="18px>Hello</mj-text>\n<mj-text color="#112233">a</mj-text>',
  '<mj-text font-size="18px>Hello <a href="https://example.org">a</a></mj-text>',
  '<mj-text color="#112233" font-size="18px\n  align="left">Hello</mj-text>',
  '<mj-text font-size=\'18px align="left">Hello</mj-text>',
])('an attribute that is not closed is told at its tag, and nothing else: %j', async (content) => {
  const [problem, ...others] = await problemsWith(content);
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ severity: 'error', where: { file: FILE, line: 2, column: 1 } });
  expect(problem?.what).toContain('The value of font-size');
});

test.each([
  '<mj-text css-class="a"color="#112233">Hello</mj-text>',
  `<mj-image src="https://example.org/?a=" alt="a = b" title='say "no"'/>`,
  `<mj-image src="https://example.org/a.png" alt="so x="/>`,
  '<mj-text>He said a="b c="d"</mj-text>',
  '<!-- <mj-text color="#112233> --><mj-text>Hello</mj-text>',
])('is silent on %j', async (content) => {
  const told = (await problemsWith(content)).map(({ what }) => what);
  expect(told.filter((what) => what.includes('quotation mark'))).toEqual([]);
});
