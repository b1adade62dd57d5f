import { rename } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShownCopy } from '../../src/preview/state.ts';
import { APPEAL, type APreview, CONFIG, openPreview, PEOPLE, SPANISH } from './a-preview.ts';

let preview: APreview;
beforeAll(async () => {
  preview = await openPreview({ spanish: SPANISH });
});
afterAll(async () => {
  expect(preview.bugs).toEqual([]);
  await preview.close();
});

const get = async (path: string) => {
  const answer = await fetch(preview.url + path);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};
const copy = async (query: string) => JSON.parse((await get(`/copy?${query}`)).text) as ShownCopy;
const isMade = (count: number) => (state: { version: number; isChecked: boolean }) =>
  state.version >= count && state.isChecked;

describe('the state', () => {
  it('tells the editions, the lists, the hardest of them, and what check finds', async () => {
    const state = await preview.state((now) => now.isChecked && now.lists.isRead);
    expect(state).toMatchObject({ standing: 'new', save: 1, version: 1 });
    expect(state.editions).toEqual([
      { lang: 'en', name: 'English' },
      { lang: 'es', name: 'español' },
    ]);
    expect(state.lists).toMatchObject({ count: 7, files: [preview.list] });
    expect(state.lists.hardest.map(({ why, row }) => [why, row])).toEqual([
      ['name', 3],
      ['missing', 5],
      ['direction', 4],
      ['odd', 6],
    ]);
    expect(state.problems.map(({ code }) => code)).toContain('rows-left-out');
  });
});

describe('a copy', () => {
  it('is the recipient’s own, with what an inbox shows of it, and its sizes', async () => {
    const shown = await copy('row=1');
    expect(shown).toMatchObject({
      row: 1,
      email: 'ana@example.org',
      name: 'Ana Arce',
      place: `${preview.list}:2`,
      lang: 'en',
      dir: 'ltr',
      from: 'River Watch',
      subject: 'Keep the river open, Ana',
      preheader: 'One minute, one signature',
      missing: [],
      limits: { html: 102 * 1024 },
    });
    expect(shown.opening).toContain('Dear Ana,');
    expect(shown.text).toContain('You gave last year');
    const letter = await get('/letter?row=1');
    expect(letter.text).toContain('You gave last year');
    expect(shown.bytes.html).toBeGreaterThan(1000);
    expect(shown.bytes.own).toBeGreaterThan('Ana'.length);
  });

  it('is in the language of the recipient, or in the one that is asked for', async () => {
    expect(await copy('to=gala@example.org')).toMatchObject({
      lang: 'es',
      subject: 'Por el río, Gala',
    });
    expect(await copy('row=7&lang=en')).toMatchObject({ subject: 'Keep the river open, Gala' });
    expect(await copy('row=1&lang=es')).toMatchObject({ subject: 'Por el río, Ana' });
  });

  it('names the fields that are empty, and is of the first recipient for a row that is none', async () => {
    expect(await copy('row=5')).toMatchObject({ name: '', missing: ['donor', 'first_name'] });
    expect(await copy('row=99')).toMatchObject({ row: 1 });
    expect(await copy('row=nonsense&to=nobody@example.org')).toMatchObject({ row: 1 });
  });

  it('injects nothing, whatever a list holds', async () => {
    const { text } = await get('/letter?row=6');
    expect(text).toContain('Fay 🌊 &lt;b&gt;');
    expect(text).not.toContain('Fay 🌊 <b>');
  });

  it('leads nowhere by her own links, and to notes within itself', async () => {
    const { text } = await get('/letter?row=1');
    expect(text).not.toMatch(/href="https:\/\/act\.example\.org/);
    expect(text).toContain('href="/nowhere?link=sign"');
    expect(text).toContain('href="/nowhere?link=unsubscribe"');
    expect(text).toMatch(/<a target="_self"[^>]* href="#/);
    expect(text).toContain('<base target="_blank">');
    expect((await get('/nowhere?link=unsubscribe')).text).toMatch(/unsubscribes nobody/);
  });
});

it('finds recipients by any words, in whatever case and without accents', async () => {
  const find = async (q: string) =>
    JSON.parse((await get(`/recipients?q=${encodeURIComponent(q)}`)).text).found.map(
      ({ row }: { row: number }) => row,
    );
  expect(await find('rios')).toEqual([7]);
  expect(await find('BROOK ben')).toEqual([2]);
  expect(await find('לוי')).toEqual([4]);
  expect(await find('example.org')).toHaveLength(7);
  expect(await find("' or 1=1 --")).toEqual([]);
});

describe('what is saved', () => {
  it.each([
    ['written', 'write'],
    ['renamed over', 'replace'],
  ] as const)('is shown once the appeal is %s', async (_how, save) => {
    const { version } = await preview.state(isMade(1));
    await preview[save]('appeals/river.md', APPEAL.replace('lapsed in March', `lapsed, ${save}`));
    await preview.state(isMade(version + 1));
    expect((await copy('row=1')).text).toContain(`lapsed, ${save}`);
  });

  it('is shown once it is whole, however an editor goes about it', async () => {
    const { version } = await preview.state(isMade(1));
    await rename(preview.appeal, `${preview.appeal}~`);
    await preview.write('appeals/river.md', '');
    await preview.write('appeals/river.md', APPEAL.slice(0, 200));
    await preview.write('appeals/river.md', APPEAL.replace('lapsed in March', 'lapsed at last'));
    const isWhole = async () => (await copy('row=1')).text.includes('lapsed at last');
    let made = version;
    do made = (await preview.state(isMade(made + 1))).version;
    while (!(await isWhole()));
    expect((await preview.state(() => true)).standing).toBe('new');
  });

  it('is not made again where nothing has changed', async () => {
    const { version } = await preview.state(isMade(1));
    await preview.write('appeals/other.md', 'not ours');
    await preview.write('appeals/river.md.swp', 'not ours either');
    await preview.replace('appeals/river.md', APPEAL);
    const after = await preview.state((now) => now.version > version);
    expect(after.version).toBe(version + 1);
  });

  it.each([
    [
      'a sibling in another language',
      'appeals/river.es.md',
      SPANISH.replace('Querida', 'Estimada'),
      /Estimada/,
    ],
    [
      'the configuration',
      'outcry.yaml',
      CONFIG.replace('name: River Watch', 'name: River Guard'),
      /River Guard/,
    ],
    ['a fixed word', 'templates/words/en.yaml', 'letter: { unsubscribe: LEAVE US }\n', /LEAVE US/],
    [
      'a new partial',
      'templates/letters/partials/sign.txt',
      'SIGN HERE: {{{sign_link}}}\n',
      /SIGN HERE/,
    ],
  ])('counts: %s', async (_what, file, text, words) => {
    const { version } = await preview.state(isMade(1));
    await preview.write(file, text);
    await preview.state(isMade(version + 1));
    const texts = [await copy('row=1'), await copy('row=7')].map((shown) => shown.text).join('\n');
    expect(texts).toMatch(words);
  });

  it('counts: a list, whose people are read again', async () => {
    const before = await preview.state((now) => now.lists.isRead);
    await preview.replace('lists/people.csv', `${PEOPLE}hana@example.org,Hana,Hill,,\n`);
    const after = await preview.state(
      ({ version, isChecked, lists }) =>
        version > before.version &&
        isChecked &&
        lists.isRead &&
        lists.reading > before.lists.reading,
    );
    expect(after.lists.count).toBe(8);
    expect(await copy('to=hana@example.org')).toMatchObject({ row: 8, name: 'Hana Hill' });
  });
});

describe('what cannot be made into a letter', () => {
  it('is told with its lines, while the last good version stays', async () => {
    const before = await preview.state(isMade(1));
    const broken = APPEAL.replace('petition: {', 'petition: [').replace('Dear', 'Oh dear');
    await preview.write('appeals/river.md', broken);
    const state = await preview.state(({ standing }) => standing === 'old');
    expect(state.version).toBe(before.version);
    expect(state.shownAt).toBe(before.shownAt);
    const [problem] = state.problems;
    expect(problem).toMatchObject({ severity: 'error', code: 'front-matter-syntax', line: 5 });
    expect(problem?.excerpt?.first).toBe(3);
    expect(problem?.excerpt?.lines[2]).toMatch(/^petition: \[/);
    expect((await copy('row=1')).text).not.toContain('Oh dear');

    await preview.replace('appeals/river.md', APPEAL);
    expect((await preview.state(({ standing }) => standing === 'new')).problems).not.toContainEqual(
      expect.objectContaining({ severity: 'error' }),
    );
  });

  it.each([
    ['an appeal that is empty', 'appeals/river.md'],
    ['a configuration that is empty', 'outcry.yaml'],
  ])('is told: %s', async (_what, file) => {
    const { version } = await preview.state(isMade(1));
    await preview.write(file, '');
    await preview.state(({ standing }) => standing === 'old');
    await preview.write(file, file === 'outcry.yaml' ? CONFIG : APPEAL);
    const state = await preview.state(({ standing }) => standing === 'new');
    expect(state.version).toBe(version + 1);
  });
});

describe('at the start', () => {
  it('a broken letter is none, until it is mended', async () => {
    const other = await openPreview({ appeal: 'no front matter', people: undefined });
    const state = await other.state(({ save }) => save === 1);
    expect(state.standing).toBe('none');
    expect(state.problems).toMatchObject([{ code: 'front-matter-missing' }]);
    expect((await fetch(`${other.url}/copy?row=0`)).status).toBe(404);
    await other.write('appeals/river.md', APPEAL);
    await other.state(({ version }) => version === 1);
    const shown = (await (await fetch(`${other.url}/copy?row=1`)).json()) as ShownCopy;
    expect(shown).toMatchObject({ row: 0, subject: 'Keep the river open, friend', missing: [] });
    await other.close();
    expect(other.bugs).toEqual([]);
  });

  it('the row of --to is told once the list has been read', async () => {
    const other = await openPreview({ to: ' Gala@Example.org ' });
    const { lists, to } = await other.state((now) => now.lists.isRead);
    expect([to, lists.toRow]).toEqual(['gala@example.org', 7]);
    await other.close();
  });
});
