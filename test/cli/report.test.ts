import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Desk, openDesk } from './a-desk.ts';

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
