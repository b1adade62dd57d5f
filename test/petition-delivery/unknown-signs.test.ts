import { describe, expect, it } from 'vitest';
import { collectUnknown } from '../../src/petition-delivery/unknown-signs.ts';

describe('signs that no font here has', () => {
  it('are told by script and number, with the package that has them', () => {
    const unknown = collectUnknown();
    for (const sign of ['ស', 'ខ', 'ᚠ']) unknown.add(sign);
    const [khmer, others, ...more] = unknown.told();
    expect(khmer).toMatch(
      /^Khmer: .*2 stand as �.*npm install @fontsource-variable\/noto-sans-khmer/,
    );
    expect(others).toMatch(/^other signs: .*1 stand/);
    expect(others).not.toContain('npm install');
    expect(more).toEqual([]);
  });

  it('of Chinese, Japanese and Korean have packages under other names', () => {
    const unknown = collectUnknown();
    for (const sign of ['王', 'さ', '김']) unknown.add(sign);
    expect(unknown.told().map((told) => /noto-sans-(\w+)/.exec(told)?.[1])).toEqual([
      'sc',
      'jp',
      'kr',
    ]);
  });
});
