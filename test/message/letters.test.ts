import { Parser } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { UnfitValueError } from '../../src/message/forms.ts';
import { createPersonaliser } from '../../src/message/personalise.ts';
import { ANN, aMessage, anAppeal, copyFor } from './a-letter.ts';

const SIGN = '\n\n{{> sign}}\n';
const BUTTON = 'Sign the petition:\nhttps://act.example.org/s/abc';

/** The text part up to its button. */
const textOf = (text: string) => text.slice(0, text.indexOf(BUTTON)).trimEnd();
/** Every piece of the letter between `Start.` and the button, without MJML's scaffolding. */
function letterOf(html: string): string {
  const inner = html.slice(html.indexOf('Start.'), html.indexOf('<td align="center" class="sign"'));
  return inner
    .replace(/ style="[^"]*"/g, '')
    .replace(/<\/?(?:table|tbody|tr|td|div)\b[^>]*>/g, '')
    .replace(/\s*\n\s*/g, '\n');
}

const paragraphs = (texts: readonly string[]) =>
  `Start.</p>\n${texts.map((text) => `<p>${text}</p>\n`).join('')}`;

async function both(
  body: string,
  without: Record<string, string> = { donor: '', gift: '', tags: '' },
) {
  const message = await aMessage({ appeal: anAppeal(`Start.\n\n${body}${SIGN}`) });
  return [copyFor(message, {}), copyFor(message, without)] as const;
}

describe('a block between paragraphs', () => {
  test.each([
    ['taken or not', '{{#if donor}}\nYes.\n{{/if}}\n\nEnd.', ['Yes.', 'End.'], ['End.']],
    [
      'with an else',
      '{{#if donor}}\nYes.\n{{else}}\nNo.\n{{/if}}\n\nEnd.',
      ['Yes.', 'End.'],
      ['No.', 'End.'],
    ],
    [
      'with a chain',
      '{{#if (eq gift 9)}}\nNine.\n{{else if donor}}\nYes.\n{{else}}\nNo.\n{{/if}}\n\nEnd.',
      ['Yes.', 'End.'],
      ['No.', 'End.'],
    ],
    [
      'as the very last thing before the button',
      'Mid.\n\n{{#if donor}}\nYes.\n{{/if}}',
      ['Mid.', 'Yes.'],
      ['Mid.'],
    ],
    [
      'in another',
      '{{#if donor}}\nYes.\n\n{{#if gift}}\nGift {{gift}}.\n{{/if}}\n\nMore.\n{{/if}}\n\nEnd.',
      ['Yes.', 'Gift 25.', 'More.', 'End.'],
      ['End.'],
    ],
    [
      'in another, its first and last thing',
      '{{#if donor}}\n{{#if gift}}\nGift.\n{{/if}}\n{{/if}}\n\nEnd.',
      ['Gift.', 'End.'],
      ['End.'],
    ],
    [
      'with blank lines inside',
      '{{#if donor}}\n\nYes.\n\n{{/if}}\n\nEnd.',
      ['Yes.', 'End.'],
      ['End.'],
    ],
    ['on one line', '{{#if donor}}Yes.{{/if}}\n\nEnd.', ['Yes.', 'End.'], ['End.']],
    [
      "over a recipient's own list",
      '{{#each (split tags ";")}}\nTag {{this}}.\n\n{{/each}}\nEnd.',
      ['Tag a.', 'Tag b.', 'End.'],
      ['End.'],
    ],
  ])(
    '%s, leaves no empty paragraph and no stray blank lines',
    async (_reason, body, taken, not) => {
      const [one, other] = await both(body);
      expect(textOf(one.text)).toBe(['Start.', ...taken].join('\n\n'));
      expect(textOf(other.text)).toBe(['Start.', ...not].join('\n\n'));
      expect(letterOf(one.html)).toBe(paragraphs(taken));
      expect(letterOf(other.html)).toBe(paragraphs(not));
    },
  );

  test('may hold the button, and the letter may start with it', async () => {
    const message = await aMessage({
      appeal: anAppeal(
        `{{#if donor}}\n{{> sign}}\n{{else}}\n{{> petition}}\n{{/if}}\n\nEnd.\n${SIGN}`,
      ),
    });
    const [yes, no] = [copyFor(message, {}), copyFor(message, { donor: '' })];
    expect(yes.text.startsWith(`${BUTTON}\n\nEnd.\n\n${BUTTON}`)).toBe(true);
    expect(no.text.startsWith(`Tell the Ministry:\n\n“Keep it.”\n\nEnd.\n\n${BUTTON}`)).toBe(true);
    expect(yes.html.match(/class="sign"/g)).toHaveLength(2);
    expect(no.html.match(/class="sign"/g)).toHaveLength(1);
    expect(message.text).not.toMatch(/\n\n\n/);
  });
});

describe('a block in a line', () => {
  test.each([
    [
      'emphasis',
      'a {{#if donor}}_x_{{else}}**y**{{/if}}.',
      'a <em>x</em>.',
      'a <strong>y</strong>.',
      'a x.',
      'a y.',
    ],
    [
      'quotes',
      'a "{{#if donor}}b{{/if}}".',
      'a &quot;b&quot;.',
      'a &quot;&quot;.',
      'a "b".',
      'a "".',
    ],
    [
      'a link',
      'a {{#if donor}}[b](https://example.org/){{/if}}.',
      'a <a href="https://example.org/" target="_blank">b</a>.',
      'a .',
      'a b (https://example.org/).',
      'a .',
    ],
    ['a heading', '{{#if donor}}# A{{else}}# B{{/if}}', '<h1>A</h1>', '<h1>B</h1>', 'A', 'B'],
    [
      'a list item',
      '- a\n- {{#if donor}}b{{/if}}',
      '<li>b</li>',
      '<li></li>',
      '- a\n- b',
      '- a\n-',
    ],
    ['a table cell', '| a |\n|---|\n| {{#if donor}}b{{/if}} |', '<h>', '<h>', 'a\nb', 'a'],
    [
      'an attribute',
      '![{{#if donor}}b{{/if}}](https://example.org/a.png)',
      'alt="b"',
      'alt=""',
      '[b]',
      '[]',
    ],
    [
      'a list in html',
      '<ul>\n{{#each (split tags ";")}}<li>{{this}}</li>{{/each}}\n</ul>',
      '<li>a</li><li>b</li>',
      '<ul>\n</ul>',
      '- a\n- b',
      '',
    ],
  ])('%s', async (_reason, body, yesHtml, noHtml, yesText, noText) => {
    const [yes, no] = await both(body);
    if (yesHtml !== '<h>') {
      expect(letterOf(yes.html)).toContain(yesHtml.replace(' target="_blank"', ''));
      expect(letterOf(no.html)).toContain(noHtml);
    }
    expect(textOf(yes.text)).toBe(`Start.\n\n${yesText}`.trimEnd());
    expect(textOf(no.text)).toBe(`Start.\n\n${noText}`.trimEnd());
  });
});

test('a loop over the appeal makes one list, recipients in it', async () => {
  const [copy] = await both('{{#each signers}}\n- {{this}} and {{../first_name}}\n{{/each}}');
  expect(textOf(copy.text)).toBe('Start.\n\n- Amara and Ann\n- Bettina and Ann');
  expect(letterOf(copy.html)).toContain(
    '<ul>\n<li>Amara and Ann</li>\n<li>Bettina and Ann</li>\n</ul>',
  );
});

describe('a value is written as its place asks', () => {
  const NAME = `O'Brien & <b>Co</b>/?#%`;
  const ENCODED = 'O%27Brien%20%26%20%3Cb%3ECo%3C%2Fb%3E%2F%3F%23%25';
  const ESCAPED = 'O&#x27;Brien &amp; &lt;b&gt;Co&lt;/b&gt;/?#%';
  test.each([
    ['text', '{{first_name}}', ESCAPED, NAME],
    ['an attribute', '<b title="{{first_name}}">x</b>', `title="${ESCAPED}"`, 'x'],
    [
      'a query',
      '[x](https://example.org/?a={{first_name}}&b=1)',
      `href="https://example.org/?a=${ENCODED}&amp;b=1"`,
      `x (https://example.org/?a=${ENCODED}&b=1)`,
    ],
    [
      'a path',
      '[x](https://example.org/{{first_name}}/y)',
      `href="https://example.org/${ENCODED}/y"`,
      `x (https://example.org/${ENCODED}/y)`,
    ],
    [
      'a fragment',
      '[x](https://example.org/#{{first_name}})',
      `href="https://example.org/#${ENCODED}"`,
      `x (https://example.org/#${ENCODED})`,
    ],
    [
      'a mail link',
      '[x](mailto:a@example.org?subject={{first_name}})',
      `href="mailto:a@example.org?subject=${ENCODED}"`,
      'x (a@example.org)',
    ],
    [
      'an image',
      '![{{first_name}}](https://example.org/{{first_name}}.png "{{first_name}}")',
      `src="https://example.org/${ENCODED}.png" alt="${ESCAPED}" title="${ESCAPED}"`,
      `[${NAME}]`,
    ],
    [
      'a link that shows itself',
      '<https://example.org/{{first_name}}>',
      `>https://example.org/${ESCAPED}</a>`,
      `https://example.org/${ENCODED}`,
    ],
    ['code', '`{{first_name}}`', `>${ESCAPED}</code>`, NAME],
  ])('%s', async (_reason, body, html, text) => {
    const message = await aMessage({ appeal: anAppeal(`Start.\n\n${body}${SIGN}`) });
    const copy = copyFor(message, { first_name: NAME });
    expect(copy.html).toContain(html);
    expect(textOf(copy.text)).toBe(`Start.\n\n${text}`);
  });

  test('a value may stand behind blocks that all lead past the host', async () => {
    const [yes, no] = await both(
      '[x]({{#if donor}}https://a.example.org/{{else}}https://b.example.org/{{/if}}{{#if gift}}y{{/if}}{{first_name}})',
    );
    expect(yes.html).toContain('href="https://a.example.org/yAnn"');
    expect(no.html).toContain('href="https://b.example.org/Ann"');
  });

  test('a subject is one line, not escaped', async () => {
    const appeal = anAppeal(`Start.${SIGN}`).replace('Keep it open', '"{{first_name}}, now"');
    const message = await aMessage({ appeal });
    expect(copyFor(message, { first_name: 'A\r\nBcc: x & <b>' }).subject).toBe(
      'A Bcc: x & <b>, now',
    );
  });

  test('a column is a whole link only if it is https', async () => {
    const message = await aMessage({ appeal: anAppeal(`Start. [x]({{page}})${SIGN}`) });
    expect(copyFor(message, {}).html).toContain('href="https://example.org/ann"');
    const personalise = createPersonaliser(message);
    for (const page of [
      'javascript:alert(1)',
      '//evil.example',
      '',
      ' https://x',
      'http://x.org',
    ]) {
      expect(() => personalise({ ...ANN, page })).toThrow(UnfitValueError);
    }
  });

  test("the letter's own names stand before columns of the same name", async () => {
    const message = await aMessage({
      appeal: anAppeal(`Start. {{lang}}, {{button}}, {{team}}.${SIGN}`),
      fields: ['lang', 'button', 'team'],
    });
    const copy = copyFor(message, { lang: 'es', button: 'no', team: 'no' });
    expect(copy.text).toContain('Start. en, Sign the petition, the team.');
    expect(copy.html).toContain('lang="en"');
  });

  test('texts of the front matter are text, in html too', async () => {
    const message = await aMessage({
      appeal: anAppeal(`Start. {{default nothing tagline}}${SIGN}`, 'tagline: "Q&A <3"'),
      fields: ['nothing'],
    });
    const copy = copyFor(message, {});
    expect(copy.html.match(/Q&amp;A &lt;3/g)).toHaveLength(2);
    expect(copy.text.match(/Q&A <3/g)).toHaveLength(2);
  });

  test('an indented partial leaves the lines of a value alone', async () => {
    const message = await aMessage({
      appeal: anAppeal(`Start.${SIGN}`),
      templates: {
        'letters/default.txt': 'a\n    {{> extra}}\n{{letter}}{{unsubscribe_link}}',
        'letters/partials/extra.mjml': '<mj-text>x</mj-text>',
        'letters/partials/extra.txt': '{{first_name}}\n',
      },
    });
    expect(copyFor(message, { first_name: 'one\ntwo' }).text).toContain('a\n    one\ntwo\n');
  });
});

test("a section that comes and goes leaves html whose tags balance, Outlook's too", async () => {
  const section = (text: string) =>
    `<mj-section background-color="#fff"><mj-column><mj-text>${text}</mj-text></mj-column></mj-section>`;
  const message = await aMessage({
    appeal: anAppeal(`Start.${SIGN}`),
    templates: {
      'letters/partials/header.mjml': `{{#if donor}}\n${section('gave {{gift}}')}\n{{else}}\n${section('not yet')}${section('but')}\n{{/if}}\n`,
    },
  });
  const [yes, no] = [copyFor(message, {}), copyFor(message, { donor: '' })];
  for (const [copy, holds, lacks] of [
    [yes, 'gave 25', 'not yet'],
    [no, 'not yet', 'gave'],
  ] as const) {
    expect(copy.html).toContain(holds);
    expect(copy.html).not.toContain(lacks);
    expect(unbalanced(copy.html)).toEqual([]);
    expect(unbalanced(forOutlook(copy.html))).toEqual([]);
  }
});

/** What Outlook reads: its conditional comments are html, what is for others is none. */
function forOutlook(html: string): string {
  return html
    .replace(/<!--\[if !mso\]><!-->[\s\S]*?<!--<!\[endif\]-->/g, '')
    .replace(/<!--\[if [^\]]*\]>([\s\S]*?)<!\[endif\]-->/g, '$1');
}

const VOID = new Set(['meta', 'br', 'img', 'hr', 'link', 'input', '!doctype']);

function unbalanced(html: string): string[] {
  const stack: string[] = [];
  const wrong: string[] = [];
  const parser = new Parser(
    {
      onopentagname: (name) => {
        if (!VOID.has(name) && !name.includes(':')) stack.push(name);
      },
      onclosetag: (name, implied) => {
        if (VOID.has(name) || name.includes(':')) return;
        if (implied || stack.pop() !== name) wrong.push(name);
      },
    },
    { xmlMode: false },
  );
  parser.end(html);
  return [...wrong, ...stack];
}
