import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { run } from '../../src/cli/program.ts';
import { type Desk, NINE, openDesk } from './a-desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.list('people.csv', 'ana', 'ben', 'cem');
  await desk.send(['people.csv', '--yes', '--name', 'first']);
});
afterEach(() => desk.close());

it('writes its tables to a folder that it makes, and says so', async () => {
  const { err } = await desk.outcry(['report', 'first', '--csv', 'out/tables']);
  expect(err).toMatch(/The tables are in out\/tables: funnel\.csv, /);
  const folder = path.join(desk.cwd, 'out/tables');
  expect(await readdir(folder)).toHaveLength(8);
  const funnel = await readFile(path.join(folder, 'funnel.csv'), 'utf8');
  expect(funnel).toMatch(/^accepted,3,recipients,3,1,0\.438\d+,1$/m);
});

it('says what is in the way of a folder, and what to do', async () => {
  await writeFile(path.join(desk.cwd, 'taken'), '');
  const { status, json } = await desk.outcry(['report', 'first', '--csv', 'taken/tables']);
  expect(status).toBe(3);
  expect(json.error).toMatchObject({ code: 'not-writable' });
});

it('keeps its promised fields, and names each share with what it is of', async () => {
  const { json } = await desk.outcry(['report', 'first']);
  expect(json).toMatchObject({
    campaign: 'first',
    state: 'done',
    recipients: 3,
    accepted: 3,
    refused: 0,
    unknown: 0,
    suppressed: 0,
    planned: 0,
    batches: 1,
    requests: 1,
    skipped: { duplicate: 0, invalid: 0, suppressed: 0 },
    events: {},
    clicks: { all: 0, human: 0, people: 0 },
    signatures: 0,
    unsubscribes: 0,
    variants: [],
    domains: [{ domain: 'example.org', recipients: 3, accepted: 3 }],
    times: { spans: [] },
  });
  expect(json.rates).toContainEqual(
    expect.objectContaining({ name: 'signatures', count: 0, of: 'accepted', of_count: 3, rate: 0 }),
  );
});

it('sets other campaigns beside it: in words, as data, as a table and on the page', async () => {
  await desk.list('more.csv', 'dora', 'eve');
  await desk.send(['more.csv', '--yes', '--name', 'second']);
  const beside = ['report', 'first', '--compare', 'second'];
  const text = await desk.say([...beside, '--csv', 'tables', '--html', 'page.html']);
  expect(text).toMatch(/^ {2}first +3 +0\.0 +0\.0 +0\.0 +0\.0 +0\.0$/m);
  expect(text).toMatch(/^ {2}second +2 +0\.0 /m);
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  const { json } = await desk.outcry(beside);
  expect(json.compared.map((one: { campaign: string }) => one.campaign)).toEqual([
    'first',
    'second',
  ]);
  const table = await readFile(path.join(desk.cwd, 'tables/comparison.csv'), 'utf8');
  expect(table).toMatch(/^second,signed,0,2,0,0,0\.657\d+$/m);
  const page = await readFile(path.join(desk.cwd, 'page.html'), 'utf8');
  expect(page).toMatch(/Compared with other campaigns[\s\S]*>first<[\s\S]*>second</);
  const wrong = await desk.outcry(['report', 'first', '--compare', 'secnd']);
  expect(wrong.json.error).toMatchObject({ code: 'campaign-missing' });
});

it('watches one report alone', async () => {
  const { status, json } = await desk.outcry(['report', 'first', '--watch', '--csv', 'tables']);
  expect(status).toBe(2);
  expect(json.error.what).toContain('--watch shows one report again and again');
});

it('ends a watch that is asked to stop, with 0', async () => {
  const stop = new AbortController();
  let out = '';
  const io: Io = {
    out: (text) => {
      out += text;
      stop.abort();
    },
    err: () => {},
    ask: async () => undefined,
    canAsk: false,
    env: {},
    cwd: desk.cwd,
    now: () => NINE,
    isOutTerminal: false,
    isErrTerminal: false,
    signal: stop.signal,
  };
  expect(await run(['report', 'first', '--watch'], io)).toBe(0);
  expect(out).toMatch(/^2026-11-24T09:00:00Z first: done; accepted 3, delivered 0, /);
});
