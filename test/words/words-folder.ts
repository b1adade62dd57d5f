import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A workspace's template folder with these files in words/, for as long as `use` runs. */
export function withWords<T>(
  files: Readonly<Record<string, string>>,
  use: (roots: readonly string[]) => T,
): T {
  const root = mkdtempSync(join(tmpdir(), 'outcry-words-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      const file = join(root, 'words', name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    return use([root, 'templates']);
  } finally {
    rmSync(root, { recursive: true });
  }
}
