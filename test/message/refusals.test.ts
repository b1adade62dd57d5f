import { describe, expect, test } from 'vitest';
import { anAppeal, compileLetter, FIELDS, told } from './a-letter.ts';

const SIGN = '\n\n{{> sign}}\n';
const LAYOUT = 'letters/petition.mjml';
const layout = `<mjml lang="{{lang}}" dir="{{dir}}">
  <mj-head>
    {{> head}}
  </mj-head>
  <mj-body css-class="page" width="600px">
    {{> header}}
    <mj-section mj-class="sheet">
      <mj-column>
        {{{letter}}}
        {{> signoff}}
      </mj-column>
    </mj-section>
    {{> notes}}
    {{> footer}}
  </mj-body>
</mjml>
`;
/** A layout with lines before its footer: the first of them is line 14. */
const withLines = (lines: string) => ({
  [LAYOUT]: layout.replace('    {{> footer}}', `${lines}\n    {{> footer}}`),
});
const column = (content: string) =>
  withLines(`<mj-section><mj-column>\n  ${content}\n</mj-column></mj-section>`);
const partial = (name: string, content: string) => ({ [`letters/partials/${name}.mjml`]: content });
const extra = (content: string, use: string) => ({ ...partial('extra', content), ...column(use) });

describe('what is refused in the letter, and where (line 9 is the first of the body)', () => {
  test.each([
    ['a half emphasis', 'a {{#if donor}}**b{{/if}} c** d', 'slot-torn letter.md:9:3'],
    ['a list item', '- a\n{{#if donor}}\n- b\n{{/if}}\n- c', 'slot-torn letter.md:10:1'],
    [
      'a list item in a list of the appeal, told once',
      '{{#each signers}}\n- {{this}}\n{{#if ../donor}}\n- x\n{{/if}}\n{{/each}}',
      'slot-torn letter.md:11:1',
    ],
    [
      "a recipient's own list, whose items would be lists",
      '{{#each (split tags)}}\n- {{this}}\n{{/each}}',
      'slot-torn letter.md:9:1',
    ],
    [
      'a list split in two when the block is not taken',
      '- a\n\n{{#if donor}}\nb\n{{/if}}\n\n- c',
      'slot-torn letter.md:11:1',
    ],
    [
      'a table row',
      '| a |\n|---|\n| 1 |\n{{#if donor}}\n| 2 |\n{{/if}}',
      'slot-torn letter.md:12:1',
    ],
    [
      'two paragraphs that would be one',
      '{{#if donor}}\nA.\n{{/if}}\n{{#if gift}}\nB.\n{{/if}}\n\nC.',
      'slot-torn letter.md:12:1',
    ],
    ['a value that would be html', 'a {{{first_name}}} b', 'slot-raw letter.md:9:6'],
    [
      'a block that may be a loop or not',
      'a {{#donor}}x{{/donor}}',
      'slot-field-block letter.md:9:3',
    ],
    ['a helper as a block', '{{#upper donor}}x{{/upper}}', 'slot-block-helper letter.md:9:1'],
    ['a helper without its values', 'a {{default first_name}}', 'helper-arguments letter.md:9:5'],
    ['a look-up without a key', 'a {{lookup petition}}', 'helper-arguments letter.md:9:5'],
    ['a look-up with too much', '{{lookup petition "a" "b"}}', 'helper-arguments letter.md:9:3'],
    [
      'a look-up as a block',
      '{{#lookup petition "a"}}{{/lookup}}',
      'slot-block-helper letter.md:9:1',
    ],
    ['a condition of nothing', 'a {{#if}}b{{/if}}', 'helper-arguments letter.md:9:3'],
    [
      'a condition of two',
      'a {{#if donor gift}}b{{else if}}c{{/if}}',
      'helper-arguments letter.md:9:3 helper-arguments letter.md:9:22',
    ],
    [
      'a helper for a condition',
      '{{#unless eq gift "1"}}b{{/unless}}',
      'helper-arguments letter.md:9:1',
    ],
    ['a loop over nothing', '{{#each}}b{{/each}}', 'helper-arguments letter.md:9:1'],
    ['a condition for a value', 'a {{if donor "b" "c"}}', 'helper-arguments letter.md:9:5'],
    ['a block among values', '{{upper (with donor)}}', 'helper-arguments letter.md:9:10'],
    [
      'a helper in brackets that there is not',
      '{{upper (donor)}}',
      'helper-unknown letter.md:9:10',
    ],
    ['a helper named as a text', 'a {{"uper" first_name}}', 'helper-unknown letter.md:9:5'],
    [
      'a block with four braces',
      'a {{{{raw}}}} {{b}} {{{{/raw}}}}',
      'helper-unknown letter.md:9:3',
    ],
    ['a tag with a star', 'a {{* first_name}}', 'helper-unknown letter.md:9:3'],
    ['a block with a star', 'a {{#*inlined "x"}}b{{/inlined}}', 'helper-unknown letter.md:9:3'],
    [
      'an inline partial without a name',
      '{{#*inline}}b{{/inline}}',
      'helper-unknown letter.md:9:1',
    ],
    [
      'a name that a condition does not give',
      '{{#if donor as |d|}}{{d}}{{/if}}',
      'template-syntax letter.md:9:1',
    ],
    [
      'a name that a value does not give',
      '{{#petition as |p|}}{{p}}{{/petition}}',
      'template-syntax letter.md:9:1',
    ],
    [
      'a name that an inline partial does not know',
      '{{#each signers as |s|}}{{#*inline "x"}}{{s}}{{/inline}}{{> x}}{{/each}}',
      'template-syntax letter.md:9:43',
    ],
    ['a loop over all there is', '{{#each this}}{{this}}{{/each}}', 'slot-listing letter.md:9:1'],
    ['a loop over the root', '{{#each @root}}{{this}}{{/each}}', 'slot-listing letter.md:9:1'],
    [
      'a condition on all there is, counted as the recipient says',
      '{{#if this includeZero=donor}}a{{/if}}',
      'slot-argument letter.md:9:1',
    ],
    ['a misspelt field in quotes', 'a {{"frist name"}}', 'field-unknown letter.md:9:5'],
    ['other delimiters', '{{=<% %>=}} a', 'template-syntax letter.md:9:3'],
    ['an unknown helper', 'a {{uper first_name}}', 'helper-unknown letter.md:9:5'],
    [
      "the letter's values as an argument",
      '{{lookup this first_name}}',
      'slot-argument letter.md:9:1',
    ],
    ['a style', '<b style="color: {{first_name}}">x</b>', 'slot-place letter.md:9:20'],
    ['a script', 'a\n\n<script>{{first_name}}</script>', 'slot-place letter.md:11:11'],
    ['an event', '<b onclick="{{first_name}}">x</b>', 'slot-place letter.md:9:15'],
    ['a comment', 'a <!-- {{first_name}} --> b', 'slot-place letter.md:9:10'],
    ['a host', '[x](https://{{first_name}}/)', 'slot-link-host letter.md:9:15'],
    ['half a host', '[x](https://www.{{first_name}}.org/)', 'slot-link-host letter.md:9:19'],
    ['a host without a scheme', '[x](//{{first_name}}/y)', 'slot-link-host letter.md:9:9'],
    ['a scheme', '[x]({{first_name}}:y)', 'slot-link-host letter.md:9:7'],
    [
      'a host that may lack its slash',
      '<a href="https://example.org{{#if donor}}/{{/if}}{{first_name}}">x</a>',
      'slot-link-host letter.md:9:52',
    ],
    [
      'a host behind one of two branches',
      '[x]({{#if donor}}https://a.org/{{else}}https://b.org{{/if}}{{first_name}})',
      'slot-link-host letter.md:9:62',
    ],
    ['a script for a link', '<a href="javascript:x">x</a>', 'link-unsafe letter.md:9:10'],
    ['a link into a file', '[x](foo.html)', 'link-unsafe letter.md:9:5'],
    ['a script', 'a\n\n<script>x</script>', 'html-script letter.md:11:1'],
    ['an event', 'a <b onclick="x()">b</b>', 'html-script letter.md:9:6'],
    [
      'an event in a branch',
      'a {{#if donor}}<b onclick="x()">b</b>{{/if}}',
      'html-script letter.md:9:19',
    ],
    ['a bad link in a branch', 'a {{#if donor}}[b](c.html){{/if}}', 'link-unsafe letter.md:9:20'],
    [
      'a link that one branch makes bad',
      '<a href="{{#if donor}}https://a.org/{{else}}file:x{{/if}}">x</a>',
      'link-unsafe letter.md:9:45',
    ],
    ['a partial in a line', 'a {{> sign}} b', 'partial-inline letter.md:9:3'],
    ['a partial as a list item', '- {{> sign}}', 'partial-inline letter.md:9:3'],
    ['a partial as a block', '{{#> sign}}x{{/sign}}', 'partial-block letter.md:9:1'],
    ['an unknown partial', 'a\n\n{{> sing}}', 'partial-unknown letter.md:11:1'],
    [
      'a partial whose name is a value',
      '{{> (lookup this "a")}}',
      'slot-dynamic-partial letter.md:9:1',
    ],
    ['a misspelt field', 'a\n**{{frist_name}}**', 'field-unknown letter.md:10:5'],
    ['a misspelt field of the root', 'a {{@root.frist_name}}', 'field-unknown letter.md:9:5'],
    ['a block that is not closed', 'a\n {{#if donor}} b', 'template-syntax letter.md:10:2'],
    [
      'a block closed by another name',
      'a\n {{#if donor}} b {{/unless}}',
      'template-syntax letter.md:10:18',
    ],
    ['braces that say nothing', 'a {{first name)}}', 'template-syntax letter.md:9:15'],
    [
      "a field that has another one's letters changed",
      'a {{upper tagline}}',
      'slot-argument letter.md:9:3',
    ],
  ])('%s', async (_reason, body, expected) => {
    const letter = await compileLetter({
      appeal: anAppeal(body + SIGN, 'tagline: "{{first_name}}"'),
    });
    expect(told(letter).join(' ')).toBe(expected);
    expect(letter.problems.every(({ fix }) => fix)).toBe(true);
  });
});

describe('what is refused in the front matter, and where', () => {
  test.each([
    ['plain', 'tagline: For {{frist_name}} now', 'letter.md:6:16'],
    ['in quotes', 'tagline: "For {{frist_name}} now"', 'letter.md:6:17'],
    [
      'in quotes, after an escaped one',
      'tagline: "\\"For\\" {{frist_name}} now"',
      'letter.md:6:21',
    ],
    ['in single quotes, after a doubled one', "tagline: 'It''s {{frist_name}}'", 'letter.md:6:19'],
    ['folded', 'tagline: >-\n  For\n  {{frist_name}} now', 'letter.md:8:5'],
    ['with its lines', 'tagline: |\n  For\n\n    {{frist_name}} now', 'letter.md:9:7'],
    ['on two lines', 'tagline: For\n  you, {{frist_name}}', 'letter.md:7:10'],
  ])('a misspelt field, %s', async (_reason, frontMatter, where) => {
    const letter = await compileLetter({ appeal: anAppeal(`Hello.${SIGN}`, frontMatter) });
    expect(told(letter)).toEqual([`field-unknown ${where}`]);
  });

  test('a misspelt field in the subject, with the name that was meant', async () => {
    const appeal = anAppeal(`Hello.${SIGN}`).replace('Keep it open', '"{{frist_name}}, keep it"');
    const letter = await compileLetter({ appeal });
    expect(told(letter)).toEqual(['field-unknown letter.md:2:13']);
    expect(letter.problems[0]?.fix).toContain('Did you mean "first_name"?');
  });

  test('a block that is not closed', async () => {
    const appeal = anAppeal(`Hello.${SIGN}`, "button: 'Sign {{#if donor}}again'");
    expect(told(await compileLetter({ appeal }))).toEqual(['template-syntax letter.md:6:15']);
  });

  test('a partial', async () => {
    const appeal = anAppeal(`Hello.${SIGN}`, "closing: 'a {{> sign}} {{#> sign}}b{{/sign}}'");
    expect(told(await compileLetter({ appeal }))).toEqual([
      'partial-inline letter.md:6:13',
      'partial-inline letter.md:6:24',
    ]);
  });

  test('a template that is not there', async () => {
    const appeal = anAppeal(`Hello.${SIGN}`, 'template: petitoin');
    const letter = await compileLetter({ appeal });
    expect(told(letter)).toEqual(['template-missing letter.md:6:11']);
    expect(letter.problems[0]?.fix).toContain('Did you mean "petition"?');
  });

  test.each([
    [
      'the statement',
      "petition: { slug: keep, target: Ministry, statement: 'Keep {{it}}.', goal: 1 }",
      '3:60',
    ],
    ['a hotline', 'hotline: { label: Call, number: "{{number}} 1" }', '6:34'],
    ['a sender', 'from: { name: "{{team}}", email: us@example.org }', '6:16'],
    ['a team', 'team: the {{city}} team', '4:11'],
    ['a signer', 'signers: [Amara, "Bea {{last_name}}"]', '5:23'],
    ['a source', 'sources: { a: { title: "In {{city}}" } }', '6:28'],
  ])('a merge field where the text is the same for everybody: %s', async (_reason, line, where) => {
    const [name = ''] = line.split(':');
    const own = new RegExp(`^${name}:.*$`, 'm');
    const body = `Hello${name === 'sources' ? ' [@a]' : ''}.${SIGN}`;
    const text = anAppeal(body);
    const appeal = own.test(text) ? text.replace(own, line) : anAppeal(body, line);
    const letter = await compileLetter({ appeal });
    expect(told(letter)).toEqual([`front-matter-field letter.md:${where}`]);
    expect(letter.problems[0]?.fix).toContain('subject, preheader, tagline, button, closing');
  });

  test('a text that looks like a token of ours', async () => {
    const appeal = anAppeal(`Hello.${SIGN}`, 'closing: Oc7Xw2Kqv0000');
    expect(told(await compileLetter({ appeal }))).toEqual(['template-unreadable letter.md:1:1']);
    const signer = anAppeal(`Hello.${SIGN}`).replace('Amara', 'Oc7Xw2Kqv0000');
    expect(told(await compileLetter({ appeal: signer }))).toEqual([
      'template-unreadable letter.md:1:1',
    ]);
  });
});

describe('what is refused in templates, and where', () => {
  test.each([
    ['text between components', withLines('  stray words'), `mjml-stray-text ${LAYOUT}:14:3`],
    ['a component that is not closed', column('<mj-text>x'), `mjml-unclosed ${LAYOUT}:15:3`],
    [
      'a column that is not closed',
      withLines('<mj-section><mj-column>\n</mj-section>'),
      `mjml-unclosed ${LAYOUT}:14:13`,
    ],
    ['a component that was not opened', withLines('</mj-section>'), `mjml-unopened ${LAYOUT}:14:1`],
    [
      'an unknown attribute',
      column('<mj-text colour="red">x</mj-text>'),
      `mjml-attribute ${LAYOUT}:15:3`,
    ],
    ['an unknown component', column('<mj-txt>x</mj-txt>'), `mjml-invalid ${LAYOUT}:15:3`],
    [
      'an unknown attribute in a partial',
      extra('\n <mj-text colour="red">x</mj-text>', '{{> extra}}'),
      'mjml-attribute letters/partials/extra.mjml:2:2',
    ],
    [
      'the same in a loop, told once',
      extra('\n <mj-text colour="red">{{this}}</mj-text>', '{{#each signers}}{{> extra}}{{/each}}'),
      'mjml-attribute letters/partials/extra.mjml:2:2',
    ],
    [
      'a column that comes and goes',
      withLines('<mj-section>\n{{#if donor}}<mj-column></mj-column>{{/if}}\n</mj-section>'),
      `slot-component ${LAYOUT}:15:1`,
    ],
    [
      'an attribute that comes and goes',
      column('<mj-text {{#if donor}}color="#f00"{{/if}}>x</mj-text>'),
      `slot-place ${LAYOUT}:15:3`,
    ],
    [
      'a colour',
      column('<mj-text color="{{first_name}}">x</mj-text>'),
      `slot-place ${LAYOUT}:15:3`,
    ],
    [
      'a width',
      withLines('<mj-section><mj-column width="{{gift}}"></mj-column></mj-section>'),
      `slot-place ${LAYOUT}:14:13`,
    ],
    [
      'a class',
      column('<mj-text css-class="{{first_name}}">x</mj-text>'),
      `slot-place ${LAYOUT}:15:25`,
    ],
    [
      'a style sheet',
      {
        [LAYOUT]: layout.replace(
          '</mj-head>',
          '<mj-style>p { color: {{first_name}} }</mj-style></mj-head>',
        ),
      },
      `slot-place ${LAYOUT}:4:26`,
    ],
    ['a comment', column('<!-- {{first_name}} -->'), `slot-lost ${LAYOUT}:15:10`],
    [
      'a value that would be html, in a partial',
      extra('<mj-text>\n{{{first_name}}}</mj-text>', '{{> extra}}'),
      'slot-raw letters/partials/extra.mjml:2:4',
    ],
    [
      'a misspelt field in a partial with parameters',
      extra('<mj-text>\n{{a}} {{frist_name}}</mj-text>', '{{> extra a=1}}'),
      'field-unknown letters/partials/extra.mjml:2:9',
    ],
    [
      'a misspelt field in an inline partial with parameters',
      column('{{#*inline "x"}}<mj-text>{{frist_name}}</mj-text>{{/inline}}{{> x a=1}}'),
      `field-unknown ${LAYOUT}:15:30`,
    ],
    [
      'a misspelt field in the text form',
      { 'letters/partials/header.txt': 'x\n  {{frist_name}}\n' },
      'field-unknown letters/partials/header.txt:2:5',
    ],
    [
      'a partial that calls itself',
      extra('<mj-text>\n {{> extra}}</mj-text>', '{{> extra a=1}}'),
      'partial-recursion letters/partials/extra.mjml:2:2',
    ],
    [
      'a loop over a context with parameters',
      extra(
        '<mj-text>\n {{#each this}}{{@key}}{{/each}}</mj-text>',
        '{{#each (split tags)}}{{> extra a=1}}{{/each}}',
      ),
      'slot-listing letters/partials/extra.mjml:2:2',
    ],
    [
      'a partial with two contexts',
      extra('<mj-text>{{a}}</mj-text>', '{{> extra petition team a=1}}'),
      `helper-arguments ${LAYOUT}:15:3`,
    ],
    [
      'an inline partial outside of its block',
      column('{{#if donor}}{{#*inline "x"}}<mj-text>a</mj-text>{{/inline}}{{> x}}{{/if}}\n{{> x}}'),
      `partial-unknown ${LAYOUT}:16:1`,
    ],
    [
      'a block for a partial that takes none',
      column('{{> @partial-block}}'),
      `partial-unknown ${LAYOUT}:15:3`,
    ],
    [
      'a block that is not closed',
      partial('header', 'a\n {{#if x}}'),
      'template-syntax letters/partials/header.mjml:2:2',
    ],
    [
      'a file from elsewhere',
      withLines('<mj-include path="./x.mjml" />'),
      `include-missing ${LAYOUT}:14:1`,
    ],
    [
      'a block that opens in an attribute and closes in the text',
      column('<mj-raw><p title="{{#if donor}}x">y{{/if}}</p></mj-raw>'),
      `slot-place ${LAYOUT}:15:21`,
    ],
    [
      'a link that no mail can carry',
      column('<mj-text><a href="../page.html">x</a></mj-text>'),
      `link-unsafe ${LAYOUT}:15:21`,
    ],
    [
      'a link whose start stands elsewhere too',
      column('<mj-text>(page.html?) <a href="page.html">x</a></mj-text>'),
      `link-unsafe ${LAYOUT}:15:34`,
    ],
    [
      'an event in a partial',
      extra('\n<mj-text><b onclick="x()">x</b></mj-text>', '{{> extra}}'),
      'html-script letters/partials/extra.mjml:2:13',
    ],
    ['no MJML at all', { [LAYOUT]: 'Hello' }, `mjml-stray-text ${LAYOUT}:1:1`],
  ])('%s', async (_reason, templates, expected) => {
    const letter = await compileLetter({
      appeal: anAppeal(`Hello, page html x y.${SIGN}`),
      templates,
    });
    expect(told(letter)).toEqual([expected]);
  });
});

describe('a refusal points at the tag that it is about', () => {
  // In a mixture like this, every other use is innocent, the first above all.
  const hello =
    'Hi {{first_name}}, <i title="{{first_name}}">x</i> [x](https://a.org/{{first_name}})';
  test.each([
    ['a style', '<b style="color: {{first_name}}">x</b>', 'slot-place letter.md:12:20'],
    [
      'a style, through a helper',
      '<b style="{{upper first_name}}">x</b>',
      'slot-place letter.md:12:13',
    ],
    [
      'an event',
      '<b title="{{first_name}}" onclick="{{first_name}}">x</b>',
      'slot-place letter.md:12:38',
    ],
    [
      'a host',
      '<a href="https://a.org/{{first_name}}">x</a> [x](https://{{first_name}}/)',
      'slot-link-host letter.md:12:60',
    ],
    ['a value that would be html', '{{first_name}} {{{first_name}}}', 'slot-raw letter.md:12:19'],
    [
      'a property',
      '{{first_name.x}} <b onclick="{{first_name.x}}">x</b>',
      'slot-place letter.md:12:32',
    ],
    [
      'two of them',
      '<b onclick="{{donor}}">x</b><b onclick="{{donor}}">x</b>',
      'slot-place letter.md:12:15 slot-place letter.md:12:43',
    ],
  ])('%s in the letter', async (_reason, line, expected) => {
    const body = `${hello}\n\n{{first_name}}\n${line}${SIGN}`;
    expect(told(await compileLetter({ appeal: anAppeal(body) })).join(' ')).toBe(expected);
  });

  test.each([
    [
      'a style sheet',
      {
        [LAYOUT]: layout.replace(
          '</mj-head>',
          '<mj-style>p { color: {{first_name}} }</mj-style></mj-head>',
        ),
      },
      `slot-place ${LAYOUT}:4:26`,
    ],
    [
      'a class',
      column('<mj-text css-class="{{first_name}}">{{first_name}}</mj-text>'),
      `slot-place ${LAYOUT}:15:25`,
    ],
    ['a comment', column('<!-- {{first_name}} -->'), `slot-lost ${LAYOUT}:15:10`],
    [
      'a link in a partial, in a loop',
      extra(
        '<mj-text>{{@root.first_name}}\n<a href="{{@root.first_name}}:x">x</a></mj-text>',
        '{{#each signers}}{{> extra}}{{/each}}',
      ),
      'slot-link-host letters/partials/extra.mjml:2:12',
    ],
  ])('%s in a template', async (_reason, templates, expected) => {
    const letter = await compileLetter({ appeal: anAppeal(`${hello}${SIGN}`), templates });
    expect(told(letter)).toEqual([expected]);
  });

  test('a text of the front matter that stands in a link', async () => {
    const appeal = anAppeal(`${hello}${SIGN}`, "tagline: '{{first_name}} {{donor}}'");
    const templates = column('<mj-text><a href="{{tagline}}">x</a></mj-text>');
    expect(told(await compileLetter({ appeal, templates }))).toEqual([
      'slot-link-host letter.md:6:13',
      'slot-link-host letter.md:6:28',
    ]);
  });
});

describe('what is let through with a warning', () => {
  test('a column that the letter cannot show, as it has a value of that name', async () => {
    const appeal = anAppeal(
      `{{lang}} {{first_name}} {{petition.target}}${SIGN}`,
      'tagline: "{{lang}}"',
    );
    const letter = await compileLetter({ appeal, fields: [...FIELDS, 'lang', 'team'] });
    expect(told(letter)).toEqual(['field-shadowed letter.md:9:3', 'field-shadowed letter.md:6:13']);
    expect(letter.value).toBeDefined();
  });

  test('a citation that not every recipient sees', async () => {
    const body = 'a [@a] {{#if donor}}b [@b]{{else}}c{{/if}}\n\n{{#if signers}}d [@a]{{/if}}';
    const sources = 'sources: { a: { title: One }, b: { title: Two } }';
    const letter = await compileLetter({ appeal: anAppeal(body + SIGN, sources) });
    expect(told(letter)).toEqual(['citation-conditional letter.md:9:23']);
    expect(letter.problems[0]?.what).toContain('number 2 is missing');
    expect(letter.value).toBeDefined();
  });

  test('a name that looks misspelt, while no list can tell', async () => {
    const appeal = anAppeal(`{{frist_name}} {{nickname}}${SIGN}`);
    const letter = await compileLetter({ appeal, fields: undefined });
    expect(told(letter)).toEqual(['field-unknown letter.md:9:3']);
    expect(letter.problems[0]?.severity).toBe('warning');
    expect(letter.value?.fields).toContain('nickname');
  });

  test('a partial of the letter without a text form', async () => {
    const letter = await compileLetter({
      appeal: anAppeal(`a\n\n{{> extra}}${SIGN}`),
      templates: partial('extra', '<mj-text>x</mj-text>'),
    });
    expect(told(letter)).toEqual(['partial-textless letter.md:11:1']);
    expect(letter.value).toBeDefined();
  });

  test('a letter without a sign link is an error that does not hide the rest', async () => {
    const letter = await compileLetter({ appeal: anAppeal('Hello, [x](foo).') });
    expect(told(letter)).toEqual(['link-sign-missing letter.md:1:1', 'link-unsafe letter.md:9:12']);
  });
});
