import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { anAppeal, compileLetter, told } from '../a-letter.ts';

const SIGN = '\n\n{{> sign}}\n';
const LAYOUT = 'letters/petition.mjml';
const layout = readFileSync('templates/letters/petition.mjml', 'utf8');
const column = (content: string) => ({
  [LAYOUT]: layout.replace(
    '{{> footer}}',
    `<mj-section><mj-column>\n${content}\n</mj-column></mj-section>\n    {{> footer}}`,
  ),
});

describe('a letter that is right is let pass', () => {
  test.each([
    ['a link to a place of its own', '[down](#mill) <a id="mill"></a> [up](#note-1)[@a]'],
    ['a link with a value in its query', '[x](https://example.org/?n={{first_name}}&t=a#top)'],
    ["a supporter's own page", '[x]({{page}})'],
    ['her own link as a whole', '[x]({{sign_link}}) <a href="{{sign_link}}">y</a>'],
    ["her address for the organisation's own site", '[x](https://www.example.org/?e={{email}})'],
    ['a letter for a friend, to be addressed by the reader', '[x](mailto:?subject=A%20river)'],
    ['a mailbox', '[x](mailto:us@example.org?subject=A%20river)'],
    ['a telephone', '[x](tel:+1-555-0100)'],
    ['an address in numbers', '[x](https://192.0.2.1/a) [y](https://[2001:db8::1]/a)'],
    ['other letters than those of English', '[x](https://müll.example.org/größe?q=ä)'],
    [
      'spaces that are written out',
      '[x](https://example.org/a%20b) [y](<https://example.org/a b>)',
    ],
    [
      'a link with a title',
      '[x](https://example.org/a "A title") [y][r]\n\n[r]: https://example.org/',
    ],
    ['a link in angles', '<https://example.org/a> <us@example.org>'],
    ['a link over two lines', '[read\nmore](https://example.org/)'],
    ['brackets that are no link', 'He [the minister] (of water) said [sic] (twice).'],
    ['braces that are shown on purpose', 'Write \\{{first_name}} or a set {a, b}.'],
    ['code', '`[x](http:y)` and `{first_name}`\n\n```\n[a] (https://b.org) { {c}}\n```'],
    ['a percentage', '100 % of 5%, that is %5.'],
    [
      'a picture with an alt text',
      '![A river](https://example.org/a.png) <img alt="" src="https://example.org/b.png">',
    ],
    [
      'a picture with a text, as a link',
      '[![A river](https://example.org/a.png)](https://example.org/)',
    ],
    ['headings in their order', '# A\n\n## B\n\n### C\n\n## D\n\n# E\n\nF\n===\n\nG\n---'],
    ['a first heading of any level', '### A'],
    ['a heading that is a value', '## {{first_name}}'],
    ['dark on light', '<p style="color:#595959">a</p>'],
    ['large text, which may be fainter', '<p style="color:#949494;font-size:24px">a</p>'],
    ['large bold text', '<p style="color:#949494;font-size:14pt"><b>a</b></p>'],
    ['light on dark', '<div style="background:#222"><p style="color:#eee">a</p></div>'],
    ['a colour that shines through', '<p style="color:rgba(0,0,0,.8)">a</p>'],
    ['text on a picture', '<p style="color:#fff;background:url(https://example.org/a.png)">a</p>'],
    ['hidden text', 'a <span style="display:none;color:#fff">b</span>'],
    ['a table', '| a | b |\n|---|---|\n| 1 | 2 |'],
    ['a list, a quotation, a rule', '1. a\n2. b\n\n> c *d*\n\n***\n\n- e\n  - f'],
    ['html among the text', '<ul>\n<li>a</li>\n<li>b <b>c</b></li>\n</ul>\n\n<p>d<br>e</p>'],
    ['a loop over the appeal', '{{#each signers}}{{this}}, {{/each}}'],
    [
      'words for some and others for the rest, in the middle of a line',
      'P.S. {{#unless donor}}Never{{else}}Again{{/unless}} thanks.',
    ],
    ['an ending for some', 'Dear friend{{#if donor}}s{{/if}}, *{{#if tags}}a{{else}}b{{/if}}* c.'],
    ['a name with words around it', '{{#if first_name}}Dear {{first_name}}{{else}}Hello{{/if}}'],
  ])('%s', async (_reason, body) => {
    const sources = body.includes('[@a]') ? 'sources: { a: { title: One } }' : '';
    expect(told(await compileLetter({ appeal: anAppeal(body + SIGN, sources) }))).toEqual([]);
  });

  test('a source that is cited several times, its note shared', async () => {
    const appeal = anAppeal(
      `One[@a] two[@a] three[@a] four[@a].${SIGN}`,
      'citations: reuse\nsources: { a: { title: One } }',
    );
    expect(told(await compileLetter({ appeal }))).toEqual([]);
  });

  test.each([
    ['decoration', '<mj-image src="https://example.org/line.png" alt="" />'],
    [
      'a pixel that counts openings',
      '<mj-text><img src="https://example.org/o.gif" width="1" height="1"></mj-text>',
    ],
    [
      'the way to the browser',
      '<mj-text><a href="{{view_link}}">Read this in the browser</a></mj-text>',
    ],
    ['the same words, otherwise marked', '<mj-text><h3>KEEP</h3> it <b>open</b></mj-text>'],
    [
      'a style sheet that may give the colour',
      '<mj-raw><style>.q { color: #ccc }</style></mj-raw><mj-text><p class="q">Keep</p></mj-text>',
    ],
    ['an example in a comment', '{{!-- <a href="http://a"></a> --}}<!-- <img src="x"> -->'],
  ])('%s in a template', async (_reason, content) => {
    const letter = await compileLetter({
      appeal: anAppeal(`## Keep it open${SIGN}`),
      templates: column(content),
    });
    expect(told(letter)).toEqual([]);
  });
});

describe('a subject is long', () => {
  test.each([
    ['by what everybody gets', `${'a'.repeat(51)}`, true],
    ['not by its values, which only the list tells', `${'a'.repeat(50)}{{first_name}}`, false],
    ['by characters as people count them', '👩‍👩‍👧‍👦'.repeat(50), false],
    ['not by a branch that only some get', `Keep {{#if donor}}${'a'.repeat(51)}{{/if}}`, false],
  ])('%s', async (_reason, subject, isLong) => {
    const appeal = anAppeal(`Hello.${SIGN}`).replace('Keep it open', `'${subject}'`);
    const expected = isLong ? ['subject-too-long letter.md:2:10'] : [];
    expect(told(await compileLetter({ appeal }))).toEqual(expected);
  });
});
