import { expect, it } from 'vitest';
import { parseAppeal } from '../../src/appeal/read-appeal.ts';
import type { compileMessage } from '../../src/message/compile-message.ts';
import { rememberEditions } from '../../src/preview/remember-editions.ts';
import { APPEAL } from './a-preview.ts';

type Input = Parameters<typeof compileMessage>[0];

/** Counts how often there was something to compile. */
function openMemory() {
  const compiled: string[] = [];
  const memory = rememberEditions(async ({ appeal }) => {
    compiled.push(appeal.file);
    return { problems: [] };
  });
  const compile = (file: string, text: string) => {
    const { value } = parseAppeal(file, text);
    if (!value) throw new Error('The appeal is not right.');
    return memory.compile({ appeal: value } as Input);
  };
  return { ...memory, compile, compiled };
}

it('compiles an edition once, until it or something else has changed', async () => {
  const { compile, compiled, forget } = openMemory();
  await compile('river.md', APPEAL);
  await compile('river.es.md', APPEAL);
  await compile('river.md', APPEAL);
  expect(compiled).toEqual(['river.md', 'river.es.md']);
  await compile('river.es.md', APPEAL.replace('lapsed', 'ended'));
  expect(compiled).toEqual(['river.md', 'river.es.md', 'river.es.md']);
  forget();
  await compile('river.md', APPEAL);
  expect(compiled).toHaveLength(4);
});

it.each([
  ['a word of the letter', (text: string) => text.replace('lapsed', 'ended')],
  [
    'a line, so that all below stands elsewhere',
    (text: string) => text.replace('---\nDear', '---\n\nDear'),
  ],
  ['a setting', (text: string) => text.replace('goal: 500', 'goal: 501')],
  ['where a setting stands', (text: string) => text.replace('goal: 500', 'goal:  500')],
  ['the date of a source', (text: string) => text.replace('2018-03-13', '2018-03-14')],
])('compiles again what differs in %s', async (_what, change) => {
  const { compile, compiled } = openMemory();
  await compile('river.md', APPEAL);
  await compile('river.md', change(APPEAL));
  expect(compiled).toHaveLength(2);
});

it('does not remember what failed', async () => {
  let calls = 0;
  const { compile } = rememberEditions(async () => {
    calls += 1;
    if (calls === 1) throw new Error('too many open files');
    return { problems: [] };
  });
  const input = { appeal: parseAppeal('river.md', APPEAL).value } as Input;
  await expect(compile(input)).rejects.toThrow('too many open files');
  await compile(input);
  expect(calls).toBe(2);
});
