import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Desk, NINE, openDesk } from './a-desk.ts';

const APPEAL = 'templates/appeals/safe-harbour.md';
const DAY = 24 * 60 * 60 * 1000;
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.list('one.csv', 'ana', 'ben', 'cem');
  await desk.list('all.csv', 'ana', 'ben', 'cem', 'dora', 'emil');
});
afterEach(() => desk.close());

const send: Desk['send'] = (...given) => desk.send(...given);
const copies = () => desk.sandbox.stats().recipients;

/** Changes the appeal; gives it another slug, or another text. */
async function mend(change: (text: string) => string): Promise<void> {
  const file = path.join(desk.cwd, APPEAL);
  const before = await readFile(file, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(file, after);
}

const mendTypo = () => mend((text) => text.replace('{{> sign}}', 'One more word.\n\n{{> sign}}'));
const newSlug = () => mend((text) => text.replace(/slug: \S+/, 'slug: another-one'));
/** Another letter under the same petition, with the same sources: each word backwards. */
const writeAnother = () =>
  mend((text) =>
    text.replace(/^Dear[\s\S]*/m, (letter) =>
      letter
        .split(/(\{\{[^}]*\}\}|\[@[^\]]*\]|\([^)]*\))/)
        .map((part, index) => (index % 2 === 0 ? part.replace(/[a-z]{3,}/g, backwards) : part))
        .join(''),
    ),
  );
const backwards = (word: string) => [...word].reverse().join('');

it('refuses a mended letter for those who had it before, and sends it to the rest', async () => {
  await send(['one.csv', '--yes', '--name', 'first']);
  await mendTypo();
  const { status, json } = await send(['all.csv', '--yes']);
  expect(status).toBe(2);
  expect(json.error).toMatchObject({
    code: 'nearly-sent',
    what: 'Nearly this letter went to 3 people on 2026-11-24, as first; 3 of them are in this audience. Nobody was mailed.',
    fix: 'To mail only the rest, add --exclude first; to mail this letter to all of them, --again.',
  });
  expect((await desk.outcry(['status'])).json.campaigns).toHaveLength(1);
  const rest = await send(['all.csv', '--yes', '--exclude', 'first']);
  expect(rest.json).toMatchObject({ accepted: 2 });
  expect(copies()).toBe(5);
});

it('mails them again with --again, and shows it', async () => {
  await send(['one.csv', '--yes', '--name', 'first']);
  await mendTypo();
  const { status, err } = await send(['all.csv', '--yes', '--again']);
  expect(status).toBe(0);
  expect(err).toMatch(
    /^Nearly sent +a letter that is 9\d % the same, to 3 people as first, 2026-11-24 09:00 UTC: 3 of them in this audience$/m,
  );
  expect(err).toMatch(/^ +to mail only the rest, add: --exclude first$/m);
  expect(copies()).toBe(8);
});

it('shows it to who is there to be asked, and the number that is typed covers it', async () => {
  await send(['one.csv', '--yes', '--name', 'first']);
  await mendTypo();
  const declined = await send(['all.csv'], { answer: '3' });
  expect(declined.err).toMatch(/^Nearly sent .*3 of them in this audience$/m);
  expect(copies()).toBe(3);
  expect((await send(['all.csv'], { answer: '5' })).status).toBe(0);
  expect(copies()).toBe(8);
});

it('refuses a mended letter while the one before is still to go to the same people', async () => {
  await send(['one.csv', '--yes', '--name', 'stopd'], { key: 'SG.wrong' });
  await mendTypo();
  const { json } = await send(['all.csv', '--yes']);
  expect(json.error).toMatchObject({
    code: 'nearly-sent',
    what: 'Nearly this letter is planned already, as stopd (paused): 3 people of this audience are still to get it from there. Nobody was mailed.',
    fix: 'If that one is not to be sent any more, run: outcry cancel stopd. If they are to get both, add --again.',
  });
  const shown = await send(['all.csv', '--dry-run']);
  expect(shown.err).toMatch(
    /^Unsent +stopd \(paused\) is still to mail 3 people of these, a letter that is 9\d % the same$/m,
  );
  await desk.outcry(['cancel', 'stopd', '--yes']);
  expect((await send(['all.csv', '--yes'])).json).toMatchObject({ accepted: 5 });
});

it('does not resume a letter whose people had a mended one meanwhile, but for --again', async () => {
  await send(['one.csv', '--yes', '--name', 'stopd'], { key: 'SG.wrong' });
  await mendTypo();
  await send(['one.csv', '--yes', '--again', '--name', 'mended']);
  const refused = await desk.outcry(['resume', 'stopd']);
  expect(refused.status).toBe(2);
  expect(refused.json.error).toMatchObject({
    code: 'nearly-sent',
    what: 'Nearly this letter has gone meanwhile, as mended of 2026-11-24, to 3 people whom stopd is still to mail. Nobody was mailed now.',
  });
  expect(copies()).toBe(3);
  expect((await desk.outcry(['resume', 'stopd', '--again'])).json).toMatchObject({ accepted: 3 });
});

it('knows the letter by its appeal too, when its petition got another slug', async () => {
  await send(['one.csv', '--yes', '--name', 'first']);
  await mendTypo();
  await newSlug();
  expect((await send(['all.csv', '--yes'])).json.error?.code).toBe('nearly-sent');
});

it('knows it through the names and words that differ between people', async () => {
  await send(['one.csv', '--yes', '--name', 'first']);
  await mend((text) =>
    text.replace('{{default first_name "friend"}}', '{{default first_name "you"}}'),
  );
  expect((await send(['all.csv', '--yes'])).json.error.code).toBe('nearly-sent');
});

it.for([
  ['another letter', writeAnother],
  ['a letter of more than 30 days ago', mendTypo],
] as const)('lets %s pass without a word', async ([what, change]) => {
  await send(['one.csv', '--yes', '--name', 'first']);
  await change();
  const now = what === 'another letter' ? NINE : NINE + 31 * DAY;
  const { status, err } = await send(['all.csv', '--yes'], { now: () => now });
  expect(status).toBe(0);
  expect(err).not.toContain('Nearly sent');
});

it('lets tests and other people pass without a word', async () => {
  await send(['one.csv', '--yes', '--name', 'first']);
  await mendTypo();
  const test = await send(['one.csv', '--yes', '--test', 'ana@example.org']);
  expect(test.status).toBe(0);
  await mend((text) => text.replace('One more word.', 'Two more words.'));
  await desk.list('next.csv', 'dora');
  expect((await send(['next.csv', '--yes'])).json).toMatchObject({ accepted: 1 });
});
