import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newWorkspace, runJson, runOutcry } from './run-outcry.ts';

const APPEAL = 'templates/appeals/safe-harbour.md';
const LIST = 'lists/supporters.csv';
let cwd: string;

beforeAll(async () => {
  cwd = await newWorkspace();
});

describe('check', () => {
  it('passes the sample appeal, and says which rows of the list are left out', async () => {
    const { status, json } = await runJson(['check', APPEAL, '--list', LIST], { cwd });
    expect(status).toBe(0);
    expect(json.ok).toBe(true);
    expect(json.problems).toMatchObject([{ severity: 'warning', code: 'rows-left-out' }]);
  });

  it('gives every problem with its place and what to do, sorted by place', async () => {
    const letter = await readFile(path.join(cwd, APPEAL), 'utf8');
    const broken = letter.replace('[@', '[@nope; @').replace('first_name', 'frist_name');
    await writeFile(path.join(cwd, 'two.md'), broken);
    const { status, json } = await runJson(['check', 'two.md', '--list', LIST], { cwd });
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
      Buffer.from('email,first_name,donor\nana@example.org,Ana,\nben@example.org,'),
      Buffer.from([0xe9, 0x0a]),
    ]);
    await writeFile(path.join(cwd, 'late.csv'), list);
    const { status, json } = await runJson(['check', APPEAL, '--list', 'late.csv'], { cwd });
    expect(status).toBe(1);
    expect(json.problems).toMatchObject([
      { code: 'list-not-utf8', file: 'late.csv', line: 3, column: 17 },
    ]);
  });
});

describe('build', () => {
  it('writes the message and its document, and one supporter’s own copy', async () => {
    const list = "email,first_name,donor\nana@example.org,O'Brien & <b>Co</b>,yes\n";
    await writeFile(path.join(cwd, 'ana.csv'), list);
    const to = ['--list', 'ana.csv', '--to', 'ana@example.org'];
    const { status, json } = await runJson(['build', APPEAL, '--out', 'deep/er', ...to], { cwd });
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
    });
    const read = (name: string) => readFile(path.join(cwd, 'deep/er', name), 'utf8');
    expect(JSON.parse(await read('message.json'))).toEqual(json);
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
    const { status, json } = await runJson(['lists', 'check', LIST], { cwd });
    expect(status).toBe(1);
    const { rows, valid, duplicates, invalid, suppressed, problems } = json;
    expect(rows).toBe(1000);
    expect(valid + duplicates + invalid + suppressed).toBe(rows);
    expect(problems).toHaveLength(invalid);
    expect(problems[0]).toMatchObject({ file: LIST, line: expect.any(Number), column: 1 });
  });

  it('writes the refused rows, with reasons, where it is told', async () => {
    await runOutcry(['lists', 'check', LIST, '--rejects', 'rejects.csv'], { cwd });
    const rejects = await readFile(path.join(cwd, 'rejects.csv'), 'utf8');
    expect(rejects.trim().split('\n')).toHaveLength(1 + 9);
  });
});
