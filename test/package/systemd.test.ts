import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { COMMANDS } from '../../src/cli/command-table.ts';

const readme = readFileSync('README.md', 'utf8');
const [worker = '', differing = ''] = [...readme.matchAll(/```ini\n([\s\S]*?)```/g)].map(
  ([, block]) => block ?? '',
);
/** As the README says: the same, but for some lines. */
const serve = differing
  .trim()
  .split('\n')
  .reduce((unit, line) => {
    const name = line.slice(0, line.indexOf('='));
    return unit.replace(new RegExp(`^${name}=.*$`, 'm'), line);
  }, worker);
const units = [
  ['outcry-worker@.service', worker],
  ['outcry-serve.service', serve],
] as const;
const settingOf = (unit: string, name: string) =>
  new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? '';
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

describe('the units for systemd in the README', () => {
  it.each(units)('%s starts a command that there is, with its options', (_, unit) => {
    const [program, command, ...rest] = settingOf(unit, 'ExecStart').split(' ');
    const spec = COMMANDS.find(({ usage }) => usage === command);
    const known = ['--json', ...(spec?.options ?? []).map(([flags]) => flags.split(' ')[0])];
    expect(program).toBe('/usr/local/bin/outcry');
    expect(known).toEqual(expect.arrayContaining(rest.filter((word) => word.startsWith('--'))));
  });

  it.each(units)(
    '%s is started again, not as root, and may write the workspace alone',
    (_, unit) => {
      for (const [name, value] of [
        ['User', 'outcry'],
        ['Restart', 'always'],
        ['ProtectSystem', 'strict'],
        ['ReadWritePaths', '/srv/outcry'],
        ['NoNewPrivileges', 'yes'],
      ] as const) {
        expect(settingOf(unit, name), name).toBe(value);
      }
      // The engine of JavaScript writes code that it runs.
      expect(unit).not.toContain('MemoryDenyWriteExecute');
    },
  );

  it('leave a worker the time for the batch in flight, and the web side that of --drain', () => {
    expect(Number(settingOf(worker, 'TimeoutStopSec'))).toBeGreaterThan(120);
    const [, drain] = / --drain (\d+)/.exec(settingOf(serve, 'ExecStart')) ?? [];
    expect(Number(settingOf(serve, 'TimeoutStopSec'))).toBeGreaterThan(Number(drain) + 10);
  });

  it.skipIf(!hasSystemd).each(units)('%s is one that systemd takes', (name, unit) => {
    const file = path.join(mkdtempSync(path.join(inject('workspaces'), 'units-')), name);
    // Systemd looks whether the program is there.
    const program = path.resolve('bin/outcry.js');
    writeFileSync(file, unit.replaceAll('/usr/local/bin/outcry', program));
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', file], {
      encoding: 'utf8',
    });
    expect([status, stdout + stderr]).toEqual([0, '']);
  });
});
