import { expect, it } from 'vitest';
import { GROUPS } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { runOutcry } from './run-outcry.ts';

/** Has Node name on stderr every module that it loads. */
const LOADER = `import { writeSync } from 'node:fs';
export const load = (url, context, next) => { writeSync(2, url + '\\n'); return next(url, context); };`;
const REGISTER = `import { register } from 'node:module'; register(${JSON.stringify(dataUrl(LOADER))});`;

function dataUrl(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

it('loads only commander and its own frame for --help', async () => {
  const { status, err } = await runOutcry(['--help'], { node: ['--import', dataUrl(REGISTER)] });
  expect(status).toBe(0);
  const packages = [...err.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)].map(([, name]) => name);
  expect([...new Set(packages)]).toEqual(['commander']);
  const own = [...err.matchAll(/\/\.build\/(.*)$/gm)].map(([, file]) => file);
  expect(own.length).toBeGreaterThan(0);
  expect(own.filter((file) => !/^(cli\/[\w-]+|errors)\.js$/.test(file ?? ''))).toEqual([]);
});

it('has help with a usage line and examples for every command', async () => {
  const helps = await Promise.all(
    COMMANDS.map(async ({ usage, examples }) => {
      const words = usage.split(' ').filter((word) => /^[a-z]/.test(word));
      const { status, out } = await runOutcry([...words, '--help']);
      return { words, examples, status, out };
    }),
  );
  for (const { words, examples, status, out } of helps) {
    expect(status).toBe(0);
    expect(out).toContain(`Usage: outcry ${words.join(' ')}`);
    expect(out).toContain('--json');
    for (const example of examples) expect(out).toContain(example);
    expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  }
});

it('groups the commands in --help by what staff do, in the order in which they do it', async () => {
  const { out } = await runOutcry(['--help']);
  const headings = Object.values(GROUPS).map((title) => `\n${title}:\n`);
  const blocks = out.split(/\n\n/).map((block) => `\n${block}\n`);
  const found = blocks.flatMap((block) => headings.filter((heading) => block.startsWith(heading)));
  expect(found).toEqual(headings);
  for (const { usage, group } of COMMANDS) {
    const block = blocks.find((one) => one.startsWith(`\n${GROUPS[group]}:\n`));
    expect(block).toMatch(new RegExp(`\n  ${usage.split(' ')[0]}\\b`));
  }
});
