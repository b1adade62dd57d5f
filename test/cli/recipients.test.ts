import { existsSync } from 'node:fs';
import { readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Desk, openDesk } from './a-desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const write = (name: string, ...lines: string[]) =>
  writeFile(path.join(desk.cwd, name), `${lines.join('\n')}\n`);
const read = async (name: string) =>
  (await readFile(path.join(desk.cwd, name), 'utf8')).replace(/^\ufeff/, '').split('\n');

/** A send of which somebody was accepted, left out for each reason, and has cells that are formulas. */
async function sendToAll(): Promise<void> {
  await desk.outcry(['suppressions', 'add', 'gone@example.org', '--why', 'asked by telephone']);
  await write(
    'people.csv',
    'Email Address,First Name,donor,=note',
    "+ana@example.org,=Ana,yes,'=2+3",
    'ben@example.org,"Ben, Jr.",,-5',
    'gone@example.org,Gone,,',
    'BEN@example.org,Ben,,',
    'no address,Cem,,',
  );
  await desk.send(['people.csv', '--yes', '--name', 'first']);
}

it('shows how a campaign stands, and its first people with state, batch and reason', async () => {
  await sendToAll();
  const out = await desk.say(['recipients', 'first']);
  expect(out).toMatch(/^first: done, 2 recipients in 1 batch$/m);
  expect(out).toMatch(/^STATE +ADDRESS +BATCH +WHY$/m);
  expect(out).toMatch(/^accepted +\+ana@example\.org +1$/m);
  expect(out).toMatch(/^suppressed +gone@example\.org +- +\S*people\.csv:4: manual.*$/m);
  expect(out).toMatch(/^duplicate +ben@example\.org +- +\S*people\.csv:5: .+$/m);
  expect(out).toMatch(/^invalid +no address +- +\S*people\.csv:6: .+$/m);
  expect(out).not.toContain('are shown');
});

it('shows only those of the states that are asked for, and says so where there are none', async () => {
  await sendToAll();
  const some = await desk.say(['recipients', 'first', '--state', 'duplicate', 'invalid']);
  expect(some).toMatch(/^invalid +no address/m);
  expect(some).not.toMatch(/^accepted +\S+@/m);
  expect(await desk.say(['recipients', 'first', '--state', 'duplicate,invalid'])).toBe(some);
  expect(await desk.say(['recipients', 'first', '--state', 'unknown'])).toContain(
    'Nobody is unknown.',
  );
  const wrong = await desk.outcry(['recipients', 'first', '--state', 'sent']);
  expect(wrong.status).toBe(2);
  expect(wrong.json.error.what).toBe(
    '--state is not right: "sent" is none; a state is accepted, refused, unknown, suppressed, planned, duplicate or invalid.',
  );
});

it('says that it shows the first of many', async () => {
  await desk.list('many.csv', ...Array.from({ length: 25 }, (_, index) => `p${index}`));
  await desk.send(['many.csv', '--yes', '--name', 'many']);
  const out = await desk.say(['recipients', 'many', '--state', 'accepted']);
  expect(out).toContain('The first 20 of 25 are shown. Write them all with: --csv FILE');
});

it('writes everybody as CSV with the merge fields of the list, safe to open in a spreadsheet', async () => {
  await sendToAll();
  const { json } = await desk.outcry(['recipients', 'first', '--csv', 'all.csv']);
  expect(json).toMatchObject({ campaign: 'first', rows: 5 });
  const lines = await read('all.csv');
  expect(lines.slice(0, 3)).toEqual([
    'email,first_name,donor,note,outcry_state,outcry_reason,outcry_batch',
    "'+ana@example.org,'=Ana,yes,''=2+3,accepted,,1",
    'ben@example.org,"Ben, Jr.",,\'-5,accepted,,1',
  ]);
  expect(lines.slice(3).map((line) => line.split(',')[4])).toEqual([
    'suppressed',
    'duplicate',
    'invalid',
    undefined,
  ]);
  expect(existsSync(path.join(desk.cwd, 'all.csv.part'))).toBe(false);
  expect(await desk.say(['recipients', 'first', '--csv', '-', '--state', 'accepted'])).toBe(
    `${lines.slice(0, 3).join('\n')}\n`,
  );
});

it('writes what a next send reads as the very same people, with the same merge fields', async () => {
  await sendToAll();
  const got = ['recipients', 'first', '--state', 'accepted', '--csv', 'got.csv'];
  await desk.outcry(got);
  const checked = await desk.outcry(['lists', 'check', 'got.csv']);
  expect(checked.json).toMatchObject({ rows: 2, valid: 2, problems: [] });
  const sent = await desk.send(['got.csv', '--yes', '--again', '--name', 'second']);
  expect(sent.json).toMatchObject({ accepted: 2, skipped: { invalid: 0, duplicate: 0 } });
  const rows = await desk.say(['recipients', 'second', '--csv', '-']);
  const [head, ...people] = (await read('got.csv')).filter(Boolean);
  expect(rows).toBe(`${[head, ...people].join('\n')}\n`);
  // Over its own file it writes, over others not.
  expect((await desk.outcry(got)).status).toBe(0);
});

it('leaves out who stands in such a file', async () => {
  await sendToAll();
  await desk.outcry(['recipients', 'first', '--state', 'accepted', '--csv', 'got.csv']);
  await desk.list('next.csv', '+ana', 'ben', 'dora');
  const { json } = await desk.send(['next.csv', '--yes', '--exclude', 'got.csv']);
  expect(json).toMatchObject({ accepted: 1, left_out: { excluded: 2 } });
});

it('does not write over a list, nor where nothing can be written', async () => {
  await sendToAll();
  const over = await desk.outcry(['recipients', 'first', '--csv', 'people.csv']);
  expect(over.status).toBe(2);
  expect(over.json.error.code).toBe('file-foreign');
  expect((await read('people.csv'))[0]).toBe('Email Address,First Name,donor,=note');
  const nowhere = await desk.outcry(['recipients', 'first', '--csv', 'no/such/folder.csv']);
  expect(nowhere.json.error.code).toBe('not-writable');
});

it('puts no file in the place of a device or a link', async () => {
  await sendToAll();
  await symlink('/dev/null', path.join(desk.cwd, 'device.csv'));
  const device = await desk.outcry(['recipients', 'first', '--csv', 'device.csv']);
  expect(device).toMatchObject({ status: 2, json: { error: { code: 'file-foreign' } } });
  expect(device.json.error.fix).toContain('- for the terminal or a pipe');
  await write('got.csv', 'email,outcry_state');
  await symlink('got.csv', path.join(desk.cwd, 'link.csv'));
  expect((await desk.outcry(['recipients', 'first', '--csv', 'link.csv'])).status).toBe(0);
  expect(await readlink(path.join(desk.cwd, 'link.csv'))).toBe('got.csv');
  expect(await read('got.csv')).toHaveLength(7);
});

it('gives one JSON document a row, and one in all for a file', async () => {
  await sendToAll();
  const out = await desk.say(['recipients', 'first', '--json', '--state', 'accepted', 'invalid']);
  const rows = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows).toHaveLength(3);
  expect(rows[1]).toEqual({
    email: 'ben@example.org',
    fields: { first_name: 'Ben, Jr.', donor: '', note: '-5' },
    state: 'accepted',
    reason: '',
    batch: 1,
    file: null,
    line: null,
  });
  expect(rows[2]).toMatchObject({
    state: 'invalid',
    batch: null,
    file: expect.stringMatching(/people\.csv$/),
    line: 6,
  });
  const both = await desk.outcry(['recipients', 'first', '--csv', '-']);
  expect(both.json.error.code).toBe('usage');
});

it('names the nearest campaign where there is none of the name', async () => {
  await sendToAll();
  const { json } = await desk.outcry(['recipients', 'frist']);
  expect(json.error).toMatchObject({ code: 'campaign-missing' });
  expect(json.error.fix).toContain('Did you mean "first"?');
});
