import { describe, expect, test } from 'vitest';
import { parseAppeal } from '../../src/appeal/read-appeal.ts';
import { aMessage, anAppeal, copyFor } from './a-letter.ts';
import { everyPart, PACKAGED } from './packaged-letters.ts';

const SIGN = '\n\n{{> sign}}\n';
const ASKS = `asks:
  - { title: Come & see, text: At the court., button: See where, link: "https://example.org/?a=1&b=2" }
  - { title: Sign, text: It takes a minute., button: Sign now }`;
const IMAGE = 'image: { src: "https://example.org/a.png", alt: "A \\"door\\"" }';

async function copyOf(body: string, frontMatter: string, templates: Record<string, string> = {}) {
  return copyFor(await aMessage({ appeal: anAppeal(body, frontMatter), templates }), {});
}

describe('asks', () => {
  test.each(PACKAGED)('follow the letter in %s, in the text part too', async (template) => {
    const { html, text } = await copyOf(`Hello.${SIGN}`, `template: ${template}\n${ASKS}`);
    expect(html).toMatch(/Hello\.[\s\S]*Come &amp; see[\s\S]*At the court\.[\s\S]*Sign now/);
    expect(html).toContain('href="https://example.org/?a&#x3D;1&amp;b&#x3D;2"');
    expect(html.match(/href="https:\/\/act\.example\.org\/s\/abc"/g)).toHaveLength(2);
    expect(text).toContain(
      'Come & see\n\nAt the court.\n\nSee where:\nhttps://example.org/?a=1&b=2\n\n' +
        'Sign\n\nIt takes a minute.\n\nSign now:\nhttps://act.example.org/s/abc\n',
    );
  });

  test('stand where the letter puts them, once', async () => {
    const { html, text } = await copyOf(
      `Hello.${SIGN}\n{{> asks}}\n\nBye.\n`,
      `template: bulletin\n${ASKS}`,
    );
    expect(html.match(/Come &amp; see/g)).toHaveLength(1);
    expect(html).toMatch(/Sign now[\s\S]*Bye\./);
    expect(text).toMatch(/^Hello\.[\s\S]*Sign now:[\s\S]*Bye\./);
  });

  test('leave nothing where there are none', async () => {
    for (const template of PACKAGED) {
      const { html, text } = await copyOf(`Hello.${SIGN}`, `template: ${template}`);
      expect(html.match(/<h2/g)).toBeNull();
      expect(text).not.toMatch(/\n\n\n|undefined/);
    }
  });
});

describe('an image', () => {
  test.each(PACKAGED)('stands once in %s, told to who does not see it', async (template) => {
    const { html, text } = await copyOf(`Hello.${SIGN}`, `template: ${template}\n${IMAGE}`);
    expect(html.match(/<img/g)).toHaveLength(1);
    expect(html).toContain('alt="A &quot;door&quot;"');
    expect(text).toContain('[A "door"]\n\nHello.');
  });

  test('stands where the letter puts it', async () => {
    const { html } = await copyOf(`Hello.\n\n{{> image}}\n${SIGN}`, `template: bulletin\n${IMAGE}`);
    expect(html).toMatch(/Hello\.[\s\S]*<img/);
    expect(html.match(/<img/g)).toHaveLength(1);
  });

  test.each([
    ['an address without https', 'image: { src: "http://example.org/a.png", alt: A }'],
    ['no words for it', 'image: { src: "https://example.org/a.png" }'],
    ['asks that are no list', 'asks: { title: A }'],
    ['an ask without a button', 'asks: [{ title: A, text: B }]'],
  ])('or ask is refused with %s', (_reason, frontMatter) => {
    const { problems } = parseAppeal('letter.md', anAppeal('Hello.', frontMatter));
    expect(problems[0]?.code).toMatch(/^front-matter/);
    expect(problems[0]?.where?.line).toBe(6);
  });
});

describe('a partial', () => {
  const own = (name: string) => ({ [`letters/${name}.mjml`]: '<mj-text>mine</mj-text>' });

  test('of the workspace stands before the packaged one, also before that of one letter', async () => {
    for (const template of PACKAGED) {
      const { html } = await copyOf(`Hello.${SIGN}`, `template: ${template}`, {
        ...own('partials/signoff'),
      });
      expect(html).toContain('mine');
      expect(html).not.toContain('the team');
    }
  });

  test('in the folder of a letter stands before that for all letters', async () => {
    const templates = { ...own('bulletin/signoff'), ...own('petition/petition') };
    const bulletin = await copyOf(`Hello.${SIGN}`, 'template: bulletin', templates);
    const petition = await copyOf(`Hello.${SIGN}`, 'template: petition', templates);
    expect(bulletin.html).toContain('mine');
    expect(petition.html).not.toContain('mine');
  });
});

test('plain signs as one person does, and names several together', async () => {
  const one = await copyOf(`Hello.${SIGN}`, 'template: plain').then(({ text }) => text);
  expect(one).toContain('Amara and Bettina, the team');
  const alone = anAppeal(`Hello.${SIGN}`, 'template: plain').replace('[Amara, Bettina]', '[Amara]');
  const { text, html } = copyFor(await aMessage({ appeal: alone }), {});
  expect(text).toContain('Amara\nthe team\n');
  expect(html).toContain(
    '<p>Amara<br>the team</p>'.replace('<p>', '<p style="margin: 0 0 18px;">'),
  );
});

test('every packaged letter has the links that are a recipient’s own, in both parts', async () => {
  for (const template of PACKAGED) {
    const { html, text } = copyFor(await aMessage({ appeal: everyPart(template) }), {});
    for (const kind of ['s', 'u', 'v']) {
      expect(html).toContain(`href="https://act.example.org/${kind}/abc"`);
      expect(text).toContain(`https://act.example.org/${kind}/abc`);
    }
  }
});
