import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { FATES } from '../../src/campaign/every-recipient.ts';
import { readUsage, SHARED_OPTIONS } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { SCRIPTS, SHELLS } from '../../src/cli/completion/scripts.ts';
import { REASONS } from '../../src/suppressions/reasons.ts';
import { type Desk, openDesk } from './a-desk.ts';
import { newWorkspace, runHere, type Surroundings } from './run-here.ts';

const APPEAL = 'templates/appeals/safe-harbour.md';
const run = promisify(execFile);

/** What the last word can become, as a shell is told. */
async function offers(words: readonly string[], given: Surroundings, shell = 'bash') {
  const { status, out, err } = await runHere(['completion', shell, '--', ...words], given);
  expect([status, err]).toEqual([0, '']);
  return out.split('\n').filter(Boolean);
}

describe('completion', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
    await desk.list('lists/one.csv', 'ana');
    await desk.list('lists/my list.csv', 'ben');
    await desk.send(['lists/one.csv', '--name', 'river', '--yes']);
    await desk.send(['lists/my list.csv', '--name', 'forest', '--yes'], { key: 'SG.wrong' });
    await desk.send(['lists/one.csv', '--test', 'me@example.org', '--yes']);
    return () => desk.close();
  });
  const here = (words: readonly string[], shell?: string) =>
    offers(words, { cwd: desk.cwd }, shell);

  it('offers every command of the table, and the second words of those that share the first', async () => {
    const names = COMMANDS.map(({ usage }) => readUsage(usage).name);
    expect(await here([''])).toEqual([...new Set(names.map(([first]) => first)), 'help']);
    for (const first of new Set(names.filter(([, second]) => second).map(([one = '']) => one))) {
      const own = names.filter(([one]) => one === first).map(([, second]) => second);
      expect(await here([first, ''])).toEqual(own);
      expect(await here(['help', first, ''])).toEqual(own);
    }
  });

  it('offers every option of every command, and none twice that comes but once', async () => {
    for (const { usage, options } of COMMANDS) {
      const { name } = readUsage(usage);
      const flags = [...options, ...SHARED_OPTIONS].map(([flag]) => flag.split(' ')[0]);
      expect(await here([...name, '--'])).toEqual([...flags, '--help']);
    }
    expect(await here(['send', 'a.md', '--yes', '--y'])).toEqual([]);
    expect(await here(['send', 'a.md', '--list', 'a.csv', '--lis'])).toEqual(['--list']);
  });

  it('offers campaigns, the newest first, with their states, and no test', async () => {
    expect(await here(['status', 'f'])).toEqual(['forest']);
    expect(await here(['report', ''], 'fish')).toEqual(['forest\tpaused', 'river\tdone']);
    expect(await here(['report', 'river', '--compare', ''])).toEqual(['forest', 'river']);
    expect(await here(['petitions', 'close', ''])).toEqual(['keep-the-door-open']);
  });

  it('offers the lists and letters of the workspace, and any other on the way to it', async () => {
    expect(await here(['check', ''])).toEqual([APPEAL]);
    expect(await here(['send', APPEAL, '--list', ''])).toEqual([
      'lists/my\\ list.csv',
      'lists/one.csv',
      'lists/supporters.csv',
    ]);
    expect(await here(['send', APPEAL, '--list', 'lists/my\\ '])).toEqual(['lists/my\\ list.csv']);
    expect(await here(['send', APPEAL, '--list', '"lists/my '])).toEqual(['"lists/my list.csv']);
    expect(await here(['send', APPEAL, '--exclude', '', ''])).toContain('forest');
    expect(await here(['check', 'te'])).toEqual([APPEAL]);
    expect(await here(['check', './'])).toEqual(['./lists/', './templates/']);
    expect(await here(['init', 'l'])).toEqual(['lists/']);
  });

  it('offers them of the workspace that is named', async () => {
    const cwd = path.dirname(desk.cwd);
    expect(await offers(['send', '--workspace', 'ws', ''], { cwd })).toEqual([`ws/${APPEAL}`]);
    expect(await offers(['status', '--workspace=ws', 'ri'], { cwd })).toEqual(['river']);
  });

  it('offers the values of options that have few, whole and after an equals sign', async () => {
    expect(await here(['recipients', 'river', '--state', ''])).toEqual([...FATES]);
    expect(await here(['recipients', 'river', '--state', 'refused', 'su'])).toEqual(['suppressed']);
    expect(await here(['suppressions', 'list', '--reason', ''])).toEqual([...REASONS]);
    // bash makes three words of it, and keeps the first two; the others keep it whole.
    expect(await here(['recipients', 'river', '--state', '=', 'su'])).toEqual(['suppressed']);
    expect(await here(['recipients', 'river', '--state=su'], 'zsh')).toEqual([
      '--state=suppressed',
    ]);
  });

  it('offers options where nothing else can follow, and nothing for what only staff know', async () => {
    expect(await here(['doctor', ''])).toContain('--dns');
    expect(await here(['doctor', '--from', ''])).toEqual([]);
    expect(await here(['supporter', 'export', ''])).toEqual([]);
    expect(await here(['nonsense', ''])).toEqual([]);
  });

  it('says nothing of a workspace that is broken, or none', async () => {
    const cwd = await newWorkspace();
    await mkdir(path.join(cwd, '.outcry'), { recursive: true });
    await writeFile(
      path.join(cwd, '.outcry', 'ledger.sqlite'),
      'no ledger, but long enough'.repeat(99),
    );
    await writeFile(path.join(cwd, 'outcry.yaml'), '}');
    expect(await offers(['status', ''], { cwd })).toEqual([]);
    expect(await offers(['stat'], { cwd })).toEqual(['status']);
    expect(await offers(['status', ''], { cwd: inject('workspaces') })).toEqual([]);
    const env = { OUTCRY_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    expect(await offers(['status', ''], { cwd, env })).toEqual([]);
  });

  it('names the shells that there are', async () => {
    const { status, err } = await runHere(['completion', 'tcsh']);
    expect(status).toBe(2);
    expect(err).toContain('bash, zsh and fish');
  });

  describe('in a real shell', () => {
    let around: { cwd: string; env: NodeJS.ProcessEnv };
    beforeAll(async () => {
      const bin = await mkdtemp(path.join(inject('workspaces'), 'bin-'));
      await symlink(path.resolve('bin/outcry.js'), path.join(bin, 'outcry'));
      around = { cwd: desk.cwd, env: { PATH: `${bin}:${process.env.PATH}`, HOME: bin } };
    });

    it('works in bash', async () => {
      const script = `eval "$(outcry completion bash)"
        complete -p outcry
        tab() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _outcry; printf '%s\\n' "\${COMPREPLY[@]}"; }
        tab outcry stat; tab outcry send a.md --list 'lists/my\\ '; tab outcry pause ''`;
      const { stdout, stderr } = await run('bash', ['--norc', '-c', script], around);
      expect(stderr).toBe('');
      const [bound, ...offered] = stdout.trim().split('\n');
      expect(bound).toMatch(/-F _outcry outcry$/);
      expect(offered).toEqual(['status', 'lists/my\\ list.csv', 'forest', 'river']);
    });

    it.skipIf(!isHere('zsh'))('works in zsh', async () => {
      const script = `compdef() { print bound to $2 }
        compadd() { print -r -- "\${(P@)argv[-1]}" }
        eval "$(outcry completion zsh)"
        tab() { words=("$@"); CURRENT=$#; PREFIX=$words[-1]; _outcry }
        tab outcry stat; tab outcry pause ''`;
      const { stdout, stderr } = await run('zsh', ['-f', '-c', script], around);
      expect(stderr).toBe('');
      expect(stdout.trim().split('\n')).toEqual(['bound to outcry', 'status', 'forest river']);
    });

    it.skipIf(!isHere('fish'))('works in fish', async () => {
      const script = `outcry completion fish | source; complete -C 'outcry stat'; complete -C 'outcry pause '`;
      const { stdout, stderr } = await run('fish', ['--no-config', '-c', script], around);
      expect(stderr).toBe('');
      const values = stdout
        .trim()
        .split('\n')
        .map((line) => line.split('\t')[0]);
      expect(values).toEqual(['status', 'forest', 'river']);
    });

    it('has a script for each that names its own place', () => {
      for (const shell of SHELLS) expect(SCRIPTS[shell]).toContain(`outcry completion ${shell}`);
    });
  });
});

function isHere(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}
