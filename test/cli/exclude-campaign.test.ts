import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Desk, openDesk } from './a-desk.ts';

const APPEAL = 'templates/appeals/safe-harbour.md';
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.list('one.csv', 'ana', 'ben');
  await desk.list('all.csv', 'ana', 'ben', 'cem', 'dora');
});
afterEach(() => desk.close());

const send: Desk['send'] = (...given) => desk.send(...given);

it('leaves out who got a campaign, by its name, so that the rest gets the very same letter', async () => {
  await send(['one.csv', '--yes', '--name', 'first']);
  const { json, err } = await send(['all.csv', '--yes', '--exclude', 'first']);
  expect(json).toMatchObject({ accepted: 2, left_out: { excluded: 2 } });
  expect(err).toMatch(/^Except +first \(campaign\)$/m);
  expect(err).toMatch(/^Not chosen +--exclude leaves out 2 rows$/m);
  expect(desk.sandbox.stats()).toMatchObject({ recipients: 4 });
});

it('leaves out whom a campaign may have mailed, and not who was still to be mailed by it', async () => {
  const cut = await openDesk({ faults: 'reset-after:1' });
  await cut.list('one.csv', 'ana', 'ben');
  await cut.list('all.csv', 'ana', 'ben', 'cem');
  expect((await cut.send(['one.csv', '--yes', '--name', 'cut'])).json).toMatchObject({
    unknown: 2,
  });
  const rest = await cut.send(['all.csv', '--dry-run', '--exclude', 'cut']);
  expect(rest.json).toMatchObject({ recipients: 1, left_out: { excluded: 2 } });
  await cut.close();

  await send(['one.csv', '--yes', '--name', 'stopd'], { key: 'SG.wrong' });
  const { json, err } = await send(['all.csv', '--dry-run', '--exclude', 'stopd']);
  expect(json).toMatchObject({ recipients: 4, left_out: { excluded: 0 } });
  expect(err).toContain('stopd (paused) is still to mail 2 people, who are not left out.');
  const checked = await desk.outcry([
    ...['check', APPEAL, '--list', 'all.csv', '--exclude', 'stopd'],
  ]);
  expect(checked.json.problems).toContainEqual(
    expect.objectContaining({ code: 'exclude-unfinished' }),
  );
});

it('takes lists and campaigns together, and draws a sample from the rest', async () => {
  await send(['one.csv', '--yes', '--name', 'first']);
  await desk.list('had.csv', 'cem');
  const args = ['all.csv', '--dry-run', '--exclude', 'first', 'had.csv', '--sample', '3'];
  expect((await send(args)).json).toMatchObject({ recipients: 1, left_out: { excluded: 3 } });
});

it('says what is neither a list nor a campaign, with the nearest name', async () => {
  await send(['one.csv', '--yes', '--name', 'river-2026']);
  const { status, json } = await send(['all.csv', '--yes', '--exclude', 'rivr-2026']);
  expect(status).toBe(2);
  expect(json.error).toMatchObject({
    code: 'exclude-missing',
    what: '--exclude: there is neither a list nor a campaign "rivr-2026".',
    fix: 'Did you mean "river-2026"?',
  });
});

it('asks which is meant where a file has the name of a campaign', async () => {
  await send(['one.csv', '--yes', '--name', 'first']);
  await writeFile(path.join(desk.cwd, 'first'), 'email\ncem@example.org\n');
  const either = await send(['all.csv', '--dry-run', '--exclude', 'first']);
  expect(either.json.error.code).toBe('exclude-unsure');
  const file = await send(['all.csv', '--dry-run', '--exclude', './first']);
  expect(file.json).toMatchObject({ recipients: 3 });
});

it('takes a campaign for meant where a folder has its name', async () => {
  await send(['one.csv', '--yes', '--name', 'first']);
  await mkdir(path.join(desk.cwd, 'first'));
  const { json } = await send(['all.csv', '--dry-run', '--exclude', 'first']);
  expect(json).toMatchObject({ recipients: 2 });
});
