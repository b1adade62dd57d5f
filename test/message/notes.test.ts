import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseAppeal } from '../../src/appeal/read-appeal.ts';
import { compileMessage } from '../../src/message/compile-message.ts';
import type { FinishedCopy } from '../../src/message/personalise.ts';
import type { Problem } from '../../src/problem.ts';
import { aMessage, anAppeal, copyFor, FIELDS, SECRET, SETTINGS, TEMPLATES } from './a-letter.ts';

const FILE = 'test/fixtures/appeals/all-kinds-of-notes.md';
let message: FinishedCopy;
let problems: readonly Problem[];
beforeAll(async () => {
  const appeal = parseAppeal(FILE, readFileSync(FILE, 'utf8'));
  if (!appeal.value) throw new Error(JSON.stringify(appeal.problems, null, 2));
  const compiled = await compileMessage({
    appeal: appeal.value,
    settings: SETTINGS,
    roots: [TEMPLATES],
    fields: FIELDS,
    secret: SECRET,
  });
  if (!compiled.value) throw new Error(JSON.stringify(compiled.problems, null, 2));
  message = copyFor(compiled.value, {});
  problems = [...appeal.problems, ...compiled.problems];
});

/** The lines of the notes in the text part, unwrapped. */
const textNotes = (text: string) =>
  text
    .slice(text.indexOf('\nSources\n'))
    .split('\n\n')
    .slice(1)
    .map((block) =>
      block
        .replace(/\n(https?:\S+)$/, ' <$1>')
        .replace(/\s+/g, ' ')
        .trim(),
    );

test('of a letter with notes of all shapes only the one that not everybody sees is told', () => {
  expect(problems.map(({ code, where }) => `${code} ${where?.line}:${where?.column}`)).toEqual([
    'citation-conditional 60:22',
  ]);
});

test('the notes read as they were written, with what the sources say', () => {
  expect(textNotes(message.text).slice(0, 16)).toEqual([
    '[1] Domestic violence ruling may help thousands of immigrants get asylum, Los Angeles Times, September 5, 2014 <https://example.org/press/domestic-violence-ruling>',
    '[2] see Matter of A-R-C-G-, 26 I&N Dec. 388, BIA, 2014, pp. 392--95',
    '[3] Dahlia Lithwick, Domestic Abuse Victims Need Not Apply, Slate, March 13, 2018 <https://slate.com/domestic-abuse-victims>',
    'see also Trump Administration Wants to Shut Door on Abused Women, Politico, April 17, 2018 and passim',
    'Night Buses, Review of Transit 12(3), c. May 2016, p. 4, on the buses that run at night <https://doi.org/10.1000/night.12>',
    '[4] Trump Chooses Sessions, Longtime Foe of DACA, to Announce Its Demise, The New York Times, September 5, 2017',
    '[5] as told in Amara and Bettina, Three Nights at the Courthouse, March 13–15, 2018, second night',
    '[6] Keep the Door Open Act, H.R. 1234, 115th Congress, April 17–19, 2018, § 2(b)',
    '[7] Ludwig van Beethoven and Martin Luther King, Jr., Letters, Harbour Press, 1810–1812, vol. 2',
    '[8] The Safe Harbour Group and Ada Okafor (eds.), The Door, On Asylum, Port Press, Autumn 2017, 45–67',
    '[9] What a Door Is, Harbour Conference, Easter 2018',
    '[10] Amara and Bettina, Three Nights at the Courthouse, March 13–15, 2018',
    '[11] What the Neighbours Say, accessed June 2018',
    '[12] Tips & wages: CO2 is next, Bus & Tram, accessed March 23, 2018 <https://example.org/tips>',
    'Counting Hands, Harbour Wire, March 9, 2018, emphasis ours',
    '[13] Trump Administration Wants to Shut Door on Abused Women, Politico, April 17, 2018',
  ]);
});

/** The text of a piece of html. */
const words = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
    .trim();

test('html and text part say the same', () => {
  const list = message.html.slice(message.html.indexOf('role="doc-endnotes"'));
  const lines = [...list.matchAll(/<p\b[^>]*>(.*?)<\/p>/gs)].map(([, line = '']) =>
    words(line.replace(/(?:&nbsp;<a class="back".*?<\/a>)+/gs, '')),
  );
  const text = textNotes(message.text).map((line) =>
    line.replace(/^\[\d+\] /, '').replace(/ <https?:\S+>$/, ''),
  );
  expect(lines.slice(0, 16)).toEqual(text.slice(0, 16));
});

describe('in the html', () => {
  const attributes = (name: string) =>
    [...message.html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, v = '']) => v);
  const marks = () =>
    [
      ...message.html.matchAll(
        /<sup class="cite"[^>]*><a( id="([^"]*)")? href="#note-(\d+)" role="doc-noteref" aria-label="Note (\d+)"[^>]*>(\d+)<\/a><\/sup>/g,
      ),
    ].map(([, , id, ...numbers]) => ({ id, numbers }));

  test('every mark says its number, to see and to hear, and has its note', () => {
    expect(marks()).toHaveLength(18);
    for (const { numbers } of marks()) {
      expect(new Set(numbers).size).toBe(1);
      expect(attributes('id')).toContain(`note-${numbers[0]}`);
    }
  });

  test('no id stands twice, though a loop repeats a citation', () => {
    expect(new Set(attributes('id')).size).toBe(attributes('id').length);
    expect(marks().filter(({ id }) => id === undefined)).toHaveLength(2);
  });

  test('every note leads back to each of its marks, by a name of its own', () => {
    const back = [
      ...message.html.matchAll(
        /<a class="back" href="#([^"]*)" role="doc-backlink" aria-label="([^"]*)"[^>]*>([^<]*)<\/a>/g,
      ),
    ].map(([, target, label, seen]) => ({ target, label, seen }));
    const ids = marks().flatMap(({ id }) => id ?? []);
    expect(back.map(({ target }) => target).sort()).toEqual(ids.sort());
    expect(new Set(back.map(({ label }) => label)).size).toBe(back.length);
    expect(back.slice(0, 3)).toEqual([
      { target: 'cite-1', label: 'Back to citation 1 a', seen: '&#8617;&#65038;&nbsp;a' },
      { target: 'cite-1-2', label: 'Back to citation 1 b', seen: 'b' },
      { target: 'cite-1-3', label: 'Back to citation 1 c', seen: 'c' },
    ]);
    expect(back.find(({ target }) => target === 'cite-4')?.seen).toBe('&#8617;&#65038;');
  });
});

const SOURCES = 'sources: { a: { title: A & <b> “T”, url: "https://example.org/?a=1&b=2" } }';

test('what an author writes around a key is text, in html as well', async () => {
  const { html, text } = await aMessage({
    appeal: anAppeal('x[<see> "it" & @a, p. <3>]\n\n{{> sign}}', SOURCES),
  });
  expect(text).toContain('[1] <see> "it" & A & <b> “T”, p. <3>\nhttps://example.org/?a=1&b=2');
  expect(html).toContain('&lt;see&gt; &quot;it&quot; &amp; <a');
  expect(html).toContain('A &amp; &lt;b&gt; “T”</a>, p. &lt;3&gt;');
});

test('a very long citation is one mark, wherever it stands', async () => {
  const long = 'word '.repeat(300);
  const { html, text } = await aMessage({
    appeal: anAppeal(
      `> a[see ${long}\n> ${long} @a] b\n\n- c[@a, ${long}\n  ${long}]\n\n{{> sign}}`,
      SOURCES,
    ),
  });
  expect(html.match(/class="cite"/g)).toHaveLength(2);
  expect(text).toContain('> a[1] b\n\n- c[2]');
  expect(html).not.toContain('@@');
});

test('in html, in code and in a loop a citation is one as well', async () => {
  const body = `<ul>
{{#each signers}}<li title="[@c]">{{this}} [@a]</li>{{/each}}
</ul>

    indented by mistake [@b]

{{> sign}}`;
  const sources = 'sources: { a: { title: A }, b: { title: B }, c: { title: C } }';
  const { html, text } = await aMessage({ appeal: anAppeal(body, sources) });
  expect(html).not.toMatch(/[\uE000-\uF8FF]/);
  expect(text).not.toMatch(/[\uE000-\uF8FF]/);
  expect(text).toContain('- Amara [2]\n- Bettina [2]\n\n    indented by mistake [3]');
  expect(html.match(/id="cite-2"/g)).toHaveLength(1);
  expect(html.match(/href="#note-2"/g)).toHaveLength(2);
  expect(html).toContain('<li title="[1]"');
});

test.each([
  ['en', 'March 13–15, 2018, c. 2016, Summer 2017'],
  ['es', '13–15 de marzo de 2018, hacia 2016, verano de 2017'],
  ['de', '13.–15. März 2018, c. 2016, Summer 2017'],
])('dates are those of the language: %s', async (lang, expected) => {
  const appeal = anAppeal('x[@a, @{b}]', '').replace(
    'x[@a, @{b}]',
    'x[@a] y[@b] z[@c]\n\n{{> sign}}',
  );
  const { text } = await aMessage({
    appeal: appeal.replace(
      '# nothing more',
      `lang: ${lang}\nsources: ["test/fixtures/sources/dates.json"]`,
    ),
  });
  const dates = [...text.matchAll(/^\[\d\] T., (.*)$/gm)].map(([, date]) => date);
  expect(dates.join(', ')).toBe(expected);
});
