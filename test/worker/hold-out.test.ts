import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

const HOLD_OUT = pathToFileURL('.build/worker/hold-out.js').href;

function failUnheard(error: string) {
  const program = `
    import { holdOut } from '${HOLD_OUT}';
    holdOut('ledger');
    Promise.reject(${error});
    setTimeout(() => console.log('at work'), 10);`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', program],
    { encoding: 'utf8' },
  );
  return { status, stdout: stdout.trim(), stderr };
}

it('a worker outlives what its engine leaves behind as the database goes away', () => {
  const away = failUnheard(`Object.assign(new Error('away'), { code: 'ECONNREFUSED' })`);
  expect(away).toEqual({ status: 0, stdout: 'at work', stderr: '' });
});

it('and no bug: that ends it, with the stack', () => {
  const bug = failUnheard(`new TypeError('a bug')`);
  expect(bug).toMatchObject({ status: 1, stdout: '' });
  expect(bug.stderr).toMatch(/TypeError: a bug\n +at /);
});
