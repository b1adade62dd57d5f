import path from 'node:path';

/** A path as people are shown it: from where they are, or whole if it leads elsewhere. */
export function shownPath(file: string): string {
  const absolute = path.resolve(file);
  const relative = path.relative(process.cwd(), absolute);
  return relative === '' || relative.startsWith('..') ? absolute : relative;
}
