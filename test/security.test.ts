import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const SECURITY = readFileSync('SECURITY.md', 'utf8');

/** Attack, file and name of the test: the cells of each line of the table of attacks. */
const attacks = [
  ...SECURITY.matchAll(/^\| ([^|]+) \| [^|]+ \| `(test\/[^`]+)` › `([^`]+)` \|$/gm),
].map(([, attack = '', file = '', name = '']) => ({ attack, file, name }));

it('has a test for every attack in its table', () => {
  const table = SECURITY.split('## Attacks')[1]?.split('\n## ')[0] ?? '';
  const lines = table.split('\n').filter((line) => line.startsWith('| '));
  expect(attacks.length).toBeGreaterThan(40);
  // Besides them, the head of the table.
  expect(lines.length - 2).toBe(attacks.length);
});

it.each(attacks)('tells the truth about $attack: its test exists', ({ file, name }) => {
  expect(existsSync(file), file).toBe(true);
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const named = new RegExp(`\\(\\s*(['"])${escaped}\\1,`).test(readFileSync(file, 'utf8'));
  expect(named, `${file} has no test "${name}"`).toBe(true);
});

it('leaves out no file of attacks', () => {
  const files = readdirSync('test/web/attacks').filter((file) => file.endsWith('.test.ts'));
  for (const file of files)
    expect(attacks.map((one) => one.file)).toContain(`test/web/attacks/${file}`);
});
