import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface PageFile {
  readonly type: string;
  readonly text: string;
}

// Both paths are right from src/ and from .build/ alike: the page's script is always the built one.
const SOURCES = new URL('../../src/preview/browser/', import.meta.url);
const BUILT = new URL('../../.build/preview/browser/', import.meta.url);

/** The files of the page by their paths, read once: nothing else can be asked for. */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  const read = (folder: URL, name: string) => readFileSync(new URL(name, folder), 'utf8');
  files.set('/', { type: 'text/html; charset=utf-8', text: read(SOURCES, 'preview.html') });
  files.set('/preview.css', {
    type: 'text/css; charset=utf-8',
    text: read(SOURCES, 'preview.css'),
  });
  for (const name of readdirSync(fileURLToPath(BUILT)).filter((entry) => entry.endsWith('.js'))) {
    files.set(`/${name}`, { type: 'text/javascript; charset=utf-8', text: read(BUILT, name) });
  }
  return files;
}
