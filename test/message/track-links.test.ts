import { describe, expect, it } from 'vitest';
import { createPersonaliser, createUncounted, finishCopy } from '../../src/message/personalise.ts';
import { ANN, aMessage, anAppeal, compileLetter, told } from './a-letter.ts';

const SOURCES = `track: TRACK
sources:
  slate: { title: An article, publisher: Slate, date: 2018-03-13, url: "https://slate.example.org/a?b=1&c=2" }`;
const BODY = `Dear {{default first_name "friend"}}, read [the law](https://law.example.org/a).[@slate]

See [more of it](https://law.example.org/a/b), or <https://plain.example.org/>.

{{#if donor}}[Give again](https://give.example.org/?who={{first_name}}&x=1){{else}}[Give](https://give.example.org/){{/if}}

[Once more](https://law.example.org/a) (https://law.example.org/a), or [write](mailto:us@example.org).

{{> sign}}
`;

const letterWith = (track: string) =>
  aMessage({ appeal: anAppeal(BODY, SOURCES.replace('TRACK', track)) });

const click_link = (link: number) => `https://act.example.org/c/${link}`;

async function copyOf(track: string, recipient: Record<string, string> = {}) {
  const message = await letterWith(track);
  const fields = { ...ANN, ...recipient };
  const copy = finishCopy(message, createPersonaliser(message)({ ...fields, click_link }));
  const uncounted = createUncounted(message)(fields);
  const hrefs = [...copy.html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map(([, href = '']) => href);
  return { ...copy, message, hrefs, leadsTo: message.tracked.map((_, link) => uncounted(link)) };
}

describe('a letter', () => {
  it('has no tracked links unless it asks for them', async () => {
    const { message, html } = await copyOf('none');
    expect(message.tracked).toEqual([]);
    expect(html).toContain('href="https://law.example.org/a"');
  });

  it('has its links tracked, in html and text, each under one number', async () => {
    const { html, text, leadsTo, hrefs } = await copyOf('[links]');
    const law = leadsTo.indexOf('https://law.example.org/a');
    const longer = leadsTo.indexOf('https://law.example.org/a/b');
    expect(new Set(leadsTo).size).toBe(leadsTo.length);
    expect(hrefs.filter((href) => href === click_link(law))).toHaveLength(2);
    expect(text).toContain(`the law (${click_link(law)})`);
    expect(text).toContain(`more of it (${click_link(longer)})`);
    expect(text).toContain(`Once more (${click_link(law)}) (${click_link(law)})`);
    expect(html).not.toContain('https://law.example.org/a"');
    expect(hrefs).toContain('mailto:us@example.org');
    expect(hrefs).toContain(ANN.sign_link);
    expect(hrefs).toContain(ANN.unsubscribe_link);
  });

  it('has no link tracked that shows its own address, which would look like a trick', async () => {
    const { hrefs, text } = await copyOf('[links, sources]');
    expect(hrefs).toContain('https://plain.example.org/');
    expect(text).toContain('https://plain.example.org/');
  });

  it('has only the links of its sources tracked if it asks for these', async () => {
    const { leadsTo, html, text, message } = await copyOf('sources');
    expect(message.tracked.map(({ kind }) => kind)).toEqual(['source']);
    expect(leadsTo).toEqual(['https://slate.example.org/a?b=1&c=2']);
    expect(html).toContain(`href="${click_link(0)}"`);
    expect(text).toContain(click_link(0));
    expect(html + text).not.toContain('slate.example.org');
    expect(html).toContain('href="https://law.example.org/a"');
  });

  it('follows a link that differs between recipients to where it leads for each', async () => {
    const donor = await copyOf('links', { donor: 'yes', first_name: "O'Brien & Co" });
    const other = await copyOf('links', { donor: '' });
    const own = 'https://give.example.org/?who=O%27Brien%20%26%20Co&x=1';
    expect(donor.leadsTo).toContain(own);
    const number = donor.leadsTo.indexOf(own);
    expect(donor.hrefs).toContain(click_link(number));
    expect(donor.text).toContain(`Give again (${click_link(number)})`);
    expect(other.hrefs).toContain(click_link(other.leadsTo.indexOf('https://give.example.org/')));
    expect(other.html + other.text + donor.html + donor.text).not.toContain('give.example.org');
  });

  it('has a trap that nobody sees, hears or reaches by keyboard, in the html alone', async () => {
    const { html, text, message, leadsTo } = await copyOf('trap');
    expect(message.tracked.map(({ kind }) => kind)).toEqual(['trap']);
    expect(html).toMatch(
      /<a href="https:\/\/act.example.org\/c\/0" aria-hidden="true" tabindex="-1" style="display:none;[^"]*"><\/a><\/body>/,
    );
    expect(text).not.toContain('/c/');
    expect(leadsTo).toEqual(['#']);
  });

  it('is another one when a tracked link leads elsewhere', async () => {
    const one = await letterWith('links');
    const changed = BODY.replaceAll('law.example.org', 'low.example.org');
    const other = await aMessage({ appeal: anAppeal(changed, SOURCES.replace('TRACK', 'links')) });
    expect(other.hash).not.toBe(one.hash);
    expect((await letterWith('none')).hash).not.toBe(one.hash);
  });

  it('gives the same links when it was kept as JSON, as the ledger keeps it', async () => {
    const message = JSON.parse(JSON.stringify(await letterWith('[links, sources, trap]')));
    const values = createPersonaliser(message)({ ...ANN, click_link });
    const clicks = new Set(values.join('\n').match(/\/c\/\d+/g));
    // Who has given is not asked to give, so she has one link less.
    expect(clicks.size).toBe(message.tracked.length - 1);
  });

  it.each([
    ['all', 'write what is tracked'],
    ['[links, pictures]', 'write what is tracked'],
  ])('that asks for "%s" is told what there is', async (track, advice) => {
    const checked = await compileLetter({
      appeal: anAppeal(BODY, SOURCES.replace('TRACK', track)),
    });
    expect(told(checked)[0]).toMatch(/letter\.md:6:/);
    expect(JSON.stringify(checked.problems)).toContain(advice);
  });
});
