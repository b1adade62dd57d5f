import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { newWorkspace, runJsonHere } from './run-here.ts';
import { startOutcry } from './run-outcry.ts';

const APPEAL = 'templates/appeals/safe-harbour.md';
const LIST = 'lists/supporters.csv';
const PROGRAM = fileURLToPath(new URL('../../bin/outcry.js', import.meta.url));
let cwd: string;

beforeAll(async () => {
  cwd = await newWorkspace();
});

describe('preview', () => {
  it('says where it is, shows the letter there, and stops cleanly', async () => {
    const preview = await startOutcry(['preview', APPEAL, '--list', LIST, '--port', '0'], { cwd });
    const { url } = preview.first;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(url)).text()).toContain('<script type="module" src="/main.js">');
    expect(await (await fetch(`${url}/main.js`)).text()).toContain('EventSource');
    expect(await (await fetch(`${url}/copy?row=1`)).json()).toMatchObject({
      row: 1,
      subject: 'Keep the door open',
      place: `${LIST}:2`,
    });
    const events = await fetch(`${url}/events`);
    expect(await preview.stop()).toBe(0);
    // Whoever was listening is let go.
    await events.text();
  });

  it.each([
    ['an appeal that is not there', ['nowhere.md'], 3, 'appeal-unreadable'],
    ['a list that is not there', [APPEAL, '--list', 'nowhere.csv'], 3, 'list-missing'],
    ['a port that is none', [APPEAL, '--port', 'many'], 2, 'usage'],
  ])('refuses %s', async (_what, args, exit, code) => {
    const { status, json } = await runJsonHere(['preview', ...args], { cwd });
    expect(status).toBe(exit);
    expect(json.error.code).toBe(code);
  });

  it('says when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const { status, json } = await runJsonHere(['preview', APPEAL, '--port', port], { cwd });
    other.close();
    expect(status).toBe(3);
    expect(json.error.code).toBe('port-in-use');
  });

  it('starts with a letter that is broken: its mistakes are what the page is for', async () => {
    await writeFile(path.join(cwd, 'broken.md'), 'Dear all');
    const preview = await startOutcry(['preview', 'broken.md', '--port', '0'], { cwd });
    expect((await fetch(`${preview.first.url}/copy?row=0`)).status).toBe(404);
    expect(await preview.stop()).toBe(0);
  });

  it('tells people where to look and how to stop it', async () => {
    const child = spawn(process.execPath, [PROGRAM, 'preview', APPEAL, '--port', '0'], {
      cwd,
      env: { PATH: process.env.PATH },
    });
    let out = '';
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      out += chunk;
      if (out.includes('Ctrl-C')) break;
    }
    expect(out).toMatch(/^The preview is at http:\/\/127\.0\.0\.1:\d+\n/);
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(child.exitCode).toBe(0);
  });
});
