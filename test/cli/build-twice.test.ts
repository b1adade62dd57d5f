import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { everyPart, PACKAGED } from '../message/packaged-letters.ts';
import { newWorkspace, runHere } from './run-here.ts';
import { runOutcry } from './run-outcry.ts';

const FOREIGN = path.resolve('test/fixtures/templates');
let cwd: string;

beforeAll(async () => {
  cwd = await newWorkspace();
  await cp(FOREIGN, path.join(cwd, 'templates/letters'), { recursive: true });
  await writeFile(
    path.join(cwd, 'one.csv'),
    'email,first_name,donor,gift\nann@example.org,Ann,,9\n',
  );
});

/** The bytes of every file that a build writes, by name. */
async function build(
  runIt: typeof runHere | typeof runOutcry,
  template: string,
  out: string,
): Promise<Record<string, string>> {
  await writeFile(path.join(cwd, `${template}.md`), everyPart(template));
  const args = [`${template}.md`, '--out', out, '--list', 'one.csv', '--to', 'ann@example.org'];
  const { status, err } = await runIt(['build', ...args], { cwd });
  if (status !== 0) throw new Error(err);
  const folder = path.join(cwd, out);
  const names = (await readdir(folder)).sort();
  const files = names.map(async (name) => [
    name,
    await readFile(path.join(folder, name), 'latin1'),
  ]);
  return Object.fromEntries(await Promise.all(files));
}

// Carousel and navbar, which MJML gives random ids, are in "components".
it.each([...PACKAGED, 'components'])(
  'builds %s to the same bytes in two processes',
  async (template) => {
    const first = await build(runOutcry, template, 'out');
    expect(Object.keys(first)).toContain('message.json');
    expect(Object.keys(first).some((name) => name.endsWith('.eml'))).toBe(true);
    // This process has compiled other letters before, the one above has not.
    expect(await build(runHere, template, 'another/folder')).toEqual(first);
  },
);
