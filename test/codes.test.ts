import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CODES } from '../src/codes.ts';

const root = path.resolve(import.meta.dirname, '..');
const rows = Object.entries(CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);

describe('the codes of complaints', () => {
  it('stand in the README, each with its meaning, in the same order', () => {
    const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
    const [, table = ''] = /<!-- codes -->\n([\s\S]*?)<!-- \/codes -->/.exec(readme) ?? [];
    expect(table.trim().split('\n')).toEqual(['| code | means |', '| --- | --- |', ...rows]);
  });

  it('are all used: none describes what cannot happen any more', () => {
    const sources = sourceFiles()
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    // The readers of YAML put theirs together from a prefix and the kind of mistake.
    const composed = /^(front-matter|config|words)-(missing|syntax|invalid|unknown-key)$/;
    const dead = Object.keys(CODES).filter(
      (code) => !composed.test(code) && !sources.includes(`'${code}'`),
    );
    expect(dead).toEqual([]);
  });
});

function sourceFiles(): string[] {
  return readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== 'codes.ts')
    .map((file) => path.join(root, 'src', file));
}
