import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { newWorkspace, runHere, runJsonHere } from '../cli/run-here.ts';

it('asks links only when it is told to, never those into a private network', async () => {
  const cwd = await newWorkspace();
  const broken = await readFile('test/fixtures/broken/whole.md', 'utf8');
  const letter = broken
    .replaceAll(/https:\/\/example\.org\/[\w./#-]+/g, 'https://10.0.0.1/x')
    .replace('https://10.0.0.1/x', 'https://192.168.0.1/source');
  await writeFile(path.join(cwd, 'letter.md'), letter);
  const config = await readFile(path.join(cwd, 'outcry.yaml'), 'utf8');
  await writeFile(
    path.join(cwd, 'outcry.yaml'),
    config.replace(/^ {2}url: .*$/m, '  url: https://10.0.0.2'),
  );

  const quiet = await runHere(['check', 'letter.md'], { cwd });
  expect(quiet.out).toContain('letter.md can be sent: no problems.');
  expect(quiet.status).toBe(0);

  const { status, json } = await runJsonHere(['check', 'letter.md', '--links'], { cwd });
  expect(status).toBe(1);
  expect(
    json.problems.map(
      ({ code, file, line, column }: Record<string, unknown>) =>
        `${code} ${file}:${line}:${column}`,
    ),
  ).toEqual([
    'link-private letter.md:9:84',
    'link-private letter.md:25:33',
    'link-private letter.md:27:24',
    'link-private outcry.yaml:8:8',
  ]);
});

it('ends with 0 where there are warnings alone', async () => {
  const cwd = await newWorkspace();
  const letter = await readFile('test/fixtures/broken/link-http.md', 'utf8');
  await writeFile(path.join(cwd, 'letter.md'), letter);
  const { status, json } = await runJsonHere(['check', 'letter.md'], { cwd });
  expect(status).toBe(0);
  expect(json).toMatchObject({
    ok: true,
    problems: [{ severity: 'warning', code: 'link-http', file: 'letter.md', line: 8, column: 24 }],
  });
});

it('asks nothing of what is no web address, which is told once', async () => {
  const cwd = await newWorkspace();
  const broken = await readFile('test/fixtures/broken/whole.md', 'utf8');
  const [first = '', ...others] = broken.split(/https:\/\/example\.org\/[\w./#-]+/);
  const letter = [first, ...others].join('https://2130706433/q');
  await writeFile(path.join(cwd, 'letter.md'), letter);
  const config = await readFile(path.join(cwd, 'outcry.yaml'), 'utf8');
  await writeFile(path.join(cwd, 'outcry.yaml'), config.replace(/^ {2}url: .*\n/m, ''));

  const { status, json } = await runJsonHere(['check', 'letter.md', '--links'], { cwd });
  expect(status).toBe(1);
  const codes = json.problems.map(({ code }: { code: string }) => code);
  expect(codes).toEqual(codes.map(() => 'link-unsafe'));
  expect(codes).toHaveLength(others.length);
});
