import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { runHere } from './run-here.ts';

const hasGroff = spawnSync('groff', ['--version']).status === 0;

describe('the manual page', () => {
  it.skipIf(!hasGroff)(
    'has nothing that groff complains of, and every command with its options',
    async () => {
      const { out: page } = await runHere(['man']);
      const args = ['-man', '-Tutf8', '-ww', '-rLL=200n', '-P-cbou'];
      const { stdout, stderr } = spawnSync('groff', args, { input: page, encoding: 'utf8' });
      expect(stderr).toBe('');
      const text = stdout.replace(/\s+/g, ' ');
      for (const { usage, options, examples } of COMMANDS) {
        expect(text).toContain(`outcry ${usage}`);
        for (const [flags, what] of options) expect(text).toContain(`${flags} ${what}`);
        for (const example of examples) expect(text).toContain(example.replace(/\s+/g, ' '));
      }
    },
  );
});
