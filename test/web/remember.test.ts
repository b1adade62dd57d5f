import { beforeEach, describe, expect, it } from 'vitest';
import { remember } from '../../src/web/remember.ts';

describe('an answer', () => {
  let now = 0;
  let asked: string[] = [];
  let answer: (key: string) => Promise<string | undefined>;
  const elapsed = () => now;
  const ask = (key: string) => {
    asked.push(key);
    return answer(key);
  };
  const ten = { keepMs: () => 10, keep: 2, elapsed };
  beforeEach(() => {
    now = 0;
    asked = [];
    answer = async (key) => `${key} at ${now}`;
  });

  it('is given again until it is too old', async () => {
    const get = remember(ask, ten);
    expect(await get('a')).toBe('a at 0');
    now = 9;
    expect(await get('a')).toBe('a at 0');
    now = 10;
    expect(await get('a')).toBe('a at 10');
    expect(asked).toEqual(['a', 'a']);
  });

  it('is asked for once, however many wait for it', async () => {
    const get = remember(ask, ten);
    expect(await Promise.all([get('a'), get('a'), get('b')])).toEqual([
      'a at 0',
      'a at 0',
      'b at 0',
    ]);
    expect(asked).toEqual(['a', 'b']);
  });

  it('is kept for longer, the longer it took to find, from when it was asked for', async () => {
    const get = remember(ask, { ...ten, keepMs: (tookMs) => 2 * tookMs });
    answer = async () => {
      now += 5;
      return 'slow';
    };
    await get('a');
    now += 4;
    await get('a');
    expect(asked).toHaveLength(1);
    now += 1;
    await get('a');
    expect(asked).toHaveLength(2);
  });

  it('is not remembered if it is an error or nothing', async () => {
    const get = remember(ask, ten);
    answer = async () => {
      throw new Error('away');
    };
    await expect(get('a')).rejects.toThrow('away');
    answer = async () => undefined;
    expect(await get('a')).toBeUndefined();
    answer = async () => 'found';
    expect(await get('a')).toBe('found');
  });

  it('can be changed while it is remembered, and only then', async () => {
    const get = remember(ask, ten);
    get.amend('a', () => 'never asked', 0);
    expect(await get('a')).toBe('a at 0');
    get.amend('a', (known) => `${known}, and one more`, 0);
    expect(await get('a')).toBe('a at 0, and one more');
    expect(asked).toHaveLength(1);
  });

  it('that is awaited is changed by what began later, and knows the rest itself', async () => {
    const get = remember(ask, ten);
    now = 5;
    const awaited = get('a');
    get.amend('a', (known) => `${known}, and what began before`, 4);
    get.amend('a', (known) => `${known}, and what began since`, 6);
    expect(await awaited).toBe('a at 5');
    expect(await get('a')).toBe('a at 5, and what began since');
    expect(asked).toHaveLength(1);
  });

  it('that is changed and never comes is asked for again', async () => {
    const get = remember(ask, ten);
    answer = async () => {
      throw new Error('away');
    };
    const awaited = get('a');
    get.amend('a', (known) => `${known}, and one more`, 0);
    await expect(awaited).rejects.toThrow('away');
    answer = async () => 'found';
    expect(await get('a')).toBe('found');
  });

  it('makes room for the next ones', async () => {
    const get = remember(ask, ten);
    for (const key of ['a', 'b', 'c', 'c', 'b', 'a']) await get(key);
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });
});
