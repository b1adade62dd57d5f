import { describe, expect, test } from 'vitest';
import { anAppeal, compileLetter } from '../a-letter.ts';

const check = (body: string) => compileLetter({ appeal: anAppeal(`${body}\n\n{{> sign}}\n`) });

describe('a link whose brackets are reversed is told with the right form', () => {
  test.each([
    ['(add your name)[{{sign_link}}]', '[add your name]({{sign_link}})'],
    ['(the story)[https://example.org/a?b=c]', '[the story](https://example.org/a?b=c)'],
    ['(the story)[ www.example.org ]', '[the story](https://www.example.org)'],
    ['(write)[mailto:us@example.org]', '[write](mailto:us@example.org)'],
  ])('%s', async (written, right) => {
    const { problems } = await check(`Please ${written}.`);
    expect(problems).toMatchObject([
      { severity: 'error', code: 'link-unread', where: { line: 9, column: 8 } },
    ]);
    expect(problems[0]?.fix).toContain(`Write ${right}:`);
  });
});

describe('brackets of both kinds side by side are let pass', () => {
  test.each([
    '(see)[https://example.org/](https://example.org/a)',
    '[x](https://example.org/a)[https://example.org/]',
    'He (the minister)[sic] fled (again) [https://example.org/].',
    '`(x)[https://example.org/]`',
    '\\(x)[https://example.org/]',
  ])('%s', async (body) => {
    expect((await check(body)).problems).toEqual([]);
  });
});

describe("a supporter's own link inside another one", () => {
  test('that lets others act in her name is an error', async () => {
    const { problems } = await check('[x](https://example.net/?u={{sign_link}})');
    expect(problems).toMatchObject([{ severity: 'error', code: 'link-personal' }]);
    expect(problems[0]?.what).toContain('sign in her name');
  });

  test('that lets others read her copy is a warning', async () => {
    const { problems } = await check('[x](https://example.net/?u={{view_link}})');
    expect(problems).toMatchObject([{ severity: 'warning', code: 'link-personal' }]);
    expect(problems[0]?.what).toContain('reads what the letter says to her');
    expect(problems[0]?.what).not.toContain('sign');
  });
});
