import { describe, expect, it } from 'vitest';
import { findClosedPort, startServer } from '../delivery/start-server.ts';
import { KEY } from './a-setup.ts';
import { look, SOUND } from './an-account.ts';

describe('the key', () => {
  it.each([
    { reason: 'is missing', key: '', code: 'error sendgrid-key' },
    { reason: 'looks like none', key: 'abc', code: 'error sendgrid-key' },
    { reason: 'is not taken', key: 'SG.other', code: 'error key-rejected' },
    { reason: 'may not send', key: `${KEY}.no-mail-send`, code: 'error key-scope' },
  ])('that $reason is told, and never shown', async ({ key, code }) => {
    const { codes, all } = await look({ environment: { SENDGRID_API_KEY: key } });
    expect(codes[0]).toBe(code);
    if (key) expect(JSON.stringify(all)).not.toContain(key);
  });

  it('that may do everything is told to be too much, and one that may not read suppressions', async () => {
    const all = await look({ account: { scopes: [...SOUND.scopes, 'api_keys.create'] } });
    expect(all.words).toContain('one that may less is safer');
    const less = await look({ environment: { SENDGRID_API_KEY: `${KEY}.no-suppressions` } });
    expect(less.words).toContain('It may not read suppressions');
    expect(less.codes).toEqual([]);
  });

  it('cannot be judged where nobody answers, or somebody else', async () => {
    const gone = await look({ url: `http://127.0.0.1:${await findClosedPort()}` });
    expect(gone.codes).toEqual(['error sendgrid-silent']);
    expect(gone.states).toEqual(['error', 'skipped', 'skipped', 'skipped', 'skipped']);
    const other = await startServer((_, response) => response.end('<html>Welcome'));
    expect((await look({ url: other })).codes).toEqual(['error sendgrid-silent']);
  });
});

describe('the clock', () => {
  it.each([
    { ahead: 0, code: [] },
    { ahead: -20_000, code: [] },
    { ahead: 60_000, code: ['warning clock-wrong'] },
    { ahead: -3_600_000, code: ['error clock-wrong'] },
  ])('is held against that of SendGrid: $ahead ms', async ({ ahead, code }) => {
    const { codes, words } = await look({ setup: { now: () => Date.now() + ahead } });
    expect(codes).toEqual(code);
    // It is told to whoever comes with a wrong key, too.
    const turnedAway = await look({
      setup: { now: () => Date.now() + ahead },
      environment: { SENDGRID_API_KEY: 'SG.other' },
    });
    expect(turnedAway.codes).toEqual(['error key-rejected', ...code]);
    if (ahead < -30_000) expect(words).toMatch(/Clock: .* 3,(600|599|601) seconds behind/);
  });
});

describe('the credits', () => {
  it.each([
    {
      reason: 'none are left',
      remain: 0,
      waiting: 0,
      code: ['warning credits-spent'],
      words: /None of 1,000,000 are left, until 2099-01-01:/,
    },
    {
      reason: 'more people wait than are left',
      remain: 999,
      waiting: 1000,
      code: ['warning credits-low'],
      words: /999 of 1,000,000 are left, .* go to 1,000 people:/,
    },
    {
      reason: 'as many wait',
      remain: 1000,
      waiting: 1000,
      code: [],
      words: /1,000 of .*; campaigns have yet to go to 1,000 people\./,
    },
    {
      reason: 'nobody waits',
      remain: 1,
      waiting: 0,
      code: [],
      words: /1 of 1,000,000 are left, until 2099-01-01\./,
    },
  ])('are held against those who wait for a letter: $reason', async (one) => {
    const credits = { ...SOUND.credits, remain: one.remain };
    const { codes, words } = await look({ account: { credits }, waiting: one.waiting });
    expect(codes).toEqual(one.code);
    expect(words).toMatch(one.words);
  });
});
