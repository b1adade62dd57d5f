import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newWorkspace, runHere, runJsonHere } from './run-here.ts';

const APPEAL = 'templates/appeals/safe-harbour.md';
const LIST = 'lists/supporters.csv';
let cwd: string;

beforeAll(async () => {
  cwd = await newWorkspace();
});

describe('check', () => {
  it('passes the sample appeal, and says which rows of the list are left out', async () => {
    const { status, json } = await runJsonHere(['check', APPEAL, '--list', LIST], { cwd });
    expect(status).toBe(0);
    expect(json.ok).toBe(true);
    expect(json.problems).toMatchObject([{ severity: 'warning', code: 'rows-left-out' }]);
  });

  it('gives every problem with its place and what to do, sorted by place', async () => {
    const letter = await readFile(path.join(cwd, APPEAL), 'utf8');
    const broken = letter.replace('[@', '[@nope; @').replace('first_name', 'frist_name');
    await writeFile(path.join(cwd, 'two.md'), broken);
    const { status, json } = await runJsonHere(['check', 'two.md', '--list', LIST], { cwd });
    expect(status).toBe(1);
    expect(json.ok).toBe(false);
    for (const problem of json.problems) {
      expect(problem).toEqual({
        severity: expect.stringMatching(/^(error|warning)$/),
        code: expect.any(String),
        what: expect.stringMatching(/\.$/),
        file: 'two.md',
        line: expect.any(Number),
        column: expect.any(Number),
        fix: expect.any(String),
      });
    }
    const lines = json.problems.map(({ line }: { line: number }) => line);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });

  it('finds at the end of a list what would stop a send there', async () => {
    const list = Buffer.concat([
      Buffer.from('email,first_name,donor\nzoe@example.org,Zoë,\nben@example.org,'),
      Buffer.from([0xe9, 0x0a]),
    ]);
    await writeFile(path.join(cwd, 'late.csv'), list);
    const { status, json } = await runJsonHere(['check', APPEAL, '--list', 'late.csv'], { cwd });
    expect(status).toBe(1);
    expect(json.problems).toMatchObject([
      { code: 'list-not-utf8', file: 'late.csv', line: 3, column: 17 },
    ]);
  });
});

/** A letter with a link of the list's own, and a subject that is only a name. */
async function writePickyLetter(): Promise<void> {
  const letter = await readFile(path.join(cwd, APPEAL), 'utf8');
  const picky = letter
    .replace(/^subject:.*$/m, 'subject: "{{first_name}}"')
    .replace(/$/, '\n\n[Your page]({{page}})\n');
  await writeFile(path.join(cwd, 'picky.md'), picky);
  const rows = [
    'email,first_name,donor,page',
    'ana@example.org,Ana,,https://example.org/ana',
    'ben@example.org,Ben,,javascript:alert(1)',
    'cem@example.org,,,https://example.org/cem',
    'nobody,Nobody,,https://example.org/x',
  ];
  await writeFile(path.join(cwd, 'picky.csv'), rows.join('\n'));
}

describe('a row that the letter cannot take', () => {
  beforeAll(writePickyLetter);
  const warning = { severity: 'warning', code: 'row-unfit', file: 'picky.csv', column: 1 };

  it('is listed by check with its line and the reason, apart from rows that no letter can reach', async () => {
    const { status, json } = await runJsonHere(['check', 'picky.md', '--list', 'picky.csv'], {
      cwd,
    });
    expect(status).toBe(0);
    expect(json.problems).toMatchObject([
      { code: 'rows-left-out', what: expect.stringMatching(/^1 row /) },
      { ...warning, line: 3, what: expect.stringMatching(/^b…@example\.org .*https:/) },
      { ...warning, line: 4, what: expect.stringMatching(/^c…@example\.org .*subject.*empty/) },
    ]);
  });

  it('is shown before a send, with its place and the reason', async () => {
    const args = ['send', 'picky.md', '--list', 'picky.csv', '--dry-run'];
    const env = { OUTCRY_SENDGRID_URL: 'http://127.0.0.1:9' };
    const { status, out } = await runHere(args, { cwd, env });
    expect(status).toBe(0);
    expect(out).toMatch(/^Left out +3 invalid$/m);
    expect(out).toMatch(/^ +picky\.csv:4 {2}its subject would be empty$/m);
  });

  it('cannot be built for, which is said as a mistake in the list', async () => {
    const args = ['build', 'picky.md', '--out', 'picky', '--list', 'picky.csv'];
    const { status, json } = await runJsonHere([...args, '--to', 'ben@example.org'], { cwd });
    expect(status).toBe(1);
    expect(json.problems).toMatchObject([
      { code: 'row-unfit', file: 'picky.csv', line: 3, fix: expect.any(String) },
    ]);
  });
});

it('lists twenty rows that the letter cannot take, and says how many there are', async () => {
  await writePickyLetter();
  const rows = Array.from({ length: 25 }, (_, index) => `p${index}@example.org,,,https://e.org`);
  const list = ['email,first_name,donor,page', ...rows].join('\n');
  await writeFile(path.join(cwd, 'many.csv'), list);
  const { status, json } = await runJsonHere(['check', 'picky.md', '--list', 'many.csv'], { cwd });
  expect(status).toBe(1);
  const codes = json.problems.map(({ code }: { code: string }) => code);
  expect(codes.filter((code: string) => code === 'row-unfit')).toHaveLength(21);
  expect(codes).toContain('audience-empty');
});

describe('build', () => {
  it('writes the message and its document, and one supporter’s own copy', async () => {
    const list = "email,first_name,donor\nana@example.org,O'Brien & <b>Co</b>,yes\n";
    await writeFile(path.join(cwd, 'ana.csv'), list);
    const to = ['--list', 'ana.csv', '--to', 'ana@example.org'];
    const { status, json } = await runJsonHere(['build', APPEAL, '--out', 'deep/er', ...to], {
      cwd,
    });
    expect(status).toBe(0);
    expect(json).toMatchObject({
      subject: 'Keep the door open',
      html: path.join(cwd, 'deep/er/message.html'),
      text: path.join(cwd, 'deep/er/message.txt'),
      slots: expect.anything(),
    });
    expect(json.notes).toHaveLength(6);
    expect(json.notes.flatMap(({ sources }: { sources: object[] }) => sources)).toHaveLength(10);
    expect(json.notes[0]).toEqual({
      number: 1,
      sources: [
        {
          key: 'latimes',
          title: expect.any(String),
          publisher: 'Los Angeles Times',
          date: '2014-09-05',
          url: expect.stringMatching(/^https:/),
        },
      ],
      citations: 1,
    });
    const read = (name: string) => readFile(path.join(cwd, 'deep/er', name), 'utf8');
    const named = { html: 'message.html', text: 'message.txt' };
    expect(JSON.parse(await read('message.json'))).toEqual({ ...json, ...named });
    expect(json.bytes).toEqual({
      html: Buffer.byteLength(await read('message.html')),
      text: Buffer.byteLength(await read('message.txt')),
    });
    expect(await read('copy.txt')).toContain("Dear O'Brien & <b>Co</b>,");
    expect(await read('copy.html')).toContain('Brien &amp; &lt;b&gt;Co&lt;/b&gt;');
    expect(await read('copy.eml')).toMatch(/^From: Safe Harbour <campaigns@example.org>/m);
  });
});

describe('lists check', () => {
  it('counts the rows of a list, and adds up', async () => {
    const { status, json } = await runJsonHere(['lists', 'check', LIST], { cwd });
    expect(status).toBe(1);
    const { rows, valid, duplicates, invalid, suppressed, problems } = json;
    expect(rows).toBe(1000);
    expect(valid + duplicates + invalid + suppressed).toBe(rows);
    expect(problems).toHaveLength(invalid);
    expect(problems[0]).toMatchObject({ file: LIST, line: expect.any(Number), column: 1 });
  });

  it('writes the refused rows, with reasons, where it is told', async () => {
    await runHere(['lists', 'check', LIST, '--rejects', 'rejects.csv'], { cwd });
    const rejects = await readFile(path.join(cwd, 'rejects.csv'), 'utf8');
    expect(rejects.trim().split('\n')).toHaveLength(1 + 9);
  });
});
