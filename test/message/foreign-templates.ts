import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = 'test/fixtures/templates';

/** The templates of the fixtures, as files of a workspace's template folder. */
export function foreignTemplates(): Record<string, string> {
  const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .filter((file) => file.isFile())
      .map((file) => path.join(file.parentPath, file.name))
      .map((file) => [
        `letters/${path.relative(FOLDER, file).replaceAll('\\', '/')}`,
        readFileSync(file, 'utf8'),
      ]),
  );
}
