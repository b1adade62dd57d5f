import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Desk, openDesk } from './a-desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.list('one.csv', 'ana', 'ben', 'cem');
});
afterEach(() => desk.close());

const outcry: Desk['outcry'] = (...given) => desk.outcry(...given);
const send: Desk['send'] = (...given) => desk.send(...given);
const list: Desk['list'] = (...given) => desk.list(...given);

/** How many copies the sandbox took. */
const copies = () => desk.sandbox.stats().recipients;

it('refuses to plan a letter anew that is still to be sent, and the resume mails everybody once', async () => {
  const stopped = await send(['one.csv', '--yes', '--name', 'stopd'], { key: 'SG.wrong' });
  expect(stopped.status).toBe(4);
  const anew = await send(['one.csv', '--yes']);
  expect(anew.status).toBe(2);
  expect(anew.json.error.code).toBe('campaign-unsent');
  expect(anew.json.error.what).toContain('3 people of this audience are still to get it');
  expect(anew.json.error.fix).toContain('outcry resume stopd');
  expect(copies()).toBe(0);
  // The refused one is gone again.
  expect((await outcry(['status'])).json.campaigns).toHaveLength(1);
  expect((await outcry(['resume', 'stopd'])).json).toMatchObject({ state: 'done', accepted: 3 });
  expect(copies()).toBe(3);
});

it('refuses a name that was typed and is taken, and says how it goes on', async () => {
  await send(['one.csv', '--yes', '--name', 'stopd'], { key: 'SG.wrong' });
  const { status, json } = await send(['one.csv', '--yes', '--again', '--name', 'stopd']);
  expect(status).toBe(2);
  expect(json.error).toMatchObject({
    code: 'campaign-exists',
    what: 'There is a campaign stopd already (paused, nobody mailed yet).',
    fix: 'Go on with: outcry resume stopd; or choose another name.',
  });
  expect((await outcry(['status'])).json.campaigns).toHaveLength(1);
});

it('mails the same letter to the same people again only with --again, or when asked', async () => {
  await send(['one.csv', '--yes', '--name', 'first']);
  await list('two.csv', 'cem', 'dora');
  const { status, json } = await send(['two.csv', '--yes']);
  expect(status).toBe(2);
  expect(json.error.code).toBe('already-sent');
  expect(json.error.what).toContain(
    'Exactly this letter went to 3 people on 2026-11-24, as first; 1 of them is in this audience.',
  );
  expect(copies()).toBe(3);
  const asked = await send(['two.csv'], { answer: '2' });
  expect(asked.status).toBe(0);
  expect(asked.err).toMatch(/^Sent before +to 3 people as first, 1 of them in this audience$/m);
  expect(copies()).toBe(5);
  expect((await send(['two.csv', '--yes', '--again'])).status).toBe(0);
  expect(copies()).toBe(7);
});

it('names all campaigns that people of the audience had the letter from', async () => {
  await send(['one.csv', '--yes', '--name', 'first']);
  await list('two.csv', 'dora', 'emil');
  await send(['two.csv', '--yes', '--name', 'second']);
  await list('all.csv', 'ana', 'ben', 'dora', 'fay');
  const { json } = await send(['all.csv', '--yes']);
  expect(json.error.fix).toContain('--exclude second first.');
  const { err } = await send(['all.csv', '--dry-run']);
  expect(err).toMatch(/^Sent before +to 2 people as second, 1 of them in this audience$/m);
  expect(err).toMatch(/^Sent before +to 3 people as first, 2 of them in this audience$/m);
  expect(err).toMatch(/^ +to mail only the rest, add: --exclude second first$/m);
  const rest = await send(['all.csv', '--yes', '--exclude', 'second', 'first']);
  expect(rest.json).toMatchObject({ accepted: 1, left_out: { excluded: 3 } });
});

it('lets the next list, a dry run and a test pass without a word', async () => {
  await send(['one.csv', '--yes']);
  await list('next.csv', 'dora', 'emil');
  expect((await send(['next.csv', '--yes'])).json).toMatchObject({ accepted: 2 });
  expect((await send(['one.csv', '--dry-run'])).status).toBe(0);
  expect((await send(['one.csv', '--test', 'ana@example.org', '--yes'])).status).toBe(0);
});

it('does not go on with a campaign whose people got the letter meanwhile, but for --again', async () => {
  await send(['one.csv', '--yes', '--name', 'stopd'], { key: 'SG.wrong' });
  expect((await send(['one.csv', '--yes', '--again', '--name', 'other'])).status).toBe(0);
  const refused = await outcry(['resume', 'stopd']);
  expect(refused.status).toBe(2);
  expect(refused.json.error.code).toBe('already-sent');
  expect(copies()).toBe(3);
  expect((await outcry(['resume', 'stopd', '--again'])).json).toMatchObject({ accepted: 3 });
});
