import { expect, test } from 'vitest';
import { addGlances, type Glance, isUnsure, judgeLooks } from '../../src/guard/judge-looks.ts';

const PAGE = { kind: 'links', url: 'https://example.org/a' } as const;
const GONE: Glance = { ...PAGE, reason: 'there is no such page (404)' };
const THERE: Glance = { ...PAGE, reason: undefined };
const SIGN_PAGE: Glance = {
  kind: 'sign-page',
  url: 'https://act.example.org/readyz',
  reason: undefined,
};

const after = (...glances: readonly Glance[]) =>
  glances.reduce(
    (looks, glance, index) => addGlances(looks, [glance], index),
    addGlances([], [], 0),
  );

test('A page that fails once is only asked again', () => {
  expect(judgeLooks(after(GONE), [])).toEqual([]);
  expect(isUnsure(after(GONE))).toBe(true);
});

test('A page that fails twice stops the send', () => {
  expect(judgeLooks(after(GONE, GONE), [])).toEqual([
    {
      kind: 'links',
      subject: PAGE.url,
      share: null,
      reason: `A link of the letter leads nowhere: ${PAGE.url}, there is no such page (404).`,
    },
  ]);
  expect(isUnsure(after(GONE, GONE))).toBe(false);
});

test('A page that is there in between has not failed twice', () => {
  expect(judgeLooks(after(GONE, THERE, GONE), [])).toEqual([]);
});

test('A look at one page forgets no other', () => {
  const looks = after(GONE, SIGN_PAGE, GONE);
  expect(judgeLooks(looks, [])).toHaveLength(1);
  expect(looks).toHaveLength(2);
});

test('A page that staff have let pass stops nothing, another one does', () => {
  const pass = { kind: 'links', subject: PAGE.url, share: null } as const;
  expect(judgeLooks(after(GONE, GONE), [pass])).toEqual([]);
  expect(
    judgeLooks(after(GONE, GONE), [{ ...pass, subject: 'https://example.org/b' }]),
  ).toHaveLength(1);
});
