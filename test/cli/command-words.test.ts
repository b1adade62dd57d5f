import { expect, test } from 'vitest';
import { commandWords } from '../../src/cli/command-words.ts';

test.each([
  [{ list: ['a.csv', 'b c.csv'], yes: true, json: true }, 'send a.md --list a.csv "b c.csv" --yes'],
  [{ test: ['me@example.org', 'you@example.org'] }, 'send a.md --test …'],
  [{ notify: 'https://hooks.example.org/secret' }, 'send a.md --notify …'],
  [{ where: 'city = "Reno"', dryRun: true }, 'send a.md --where … --dry-run'],
  [{ name: 'for ana@example.org' }, 'send a.md --name "for …"'],
  [{ exclude: [], again: false, rate: undefined }, 'send a.md --exclude'],
])('keeps no address, secret or condition: %j', (options, words) => {
  expect(commandWords('send', { args: ['a.md'], options })).toBe(words);
});
