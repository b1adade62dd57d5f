import type { Appeal } from './read-appeal.ts';

/** The appeal with the subject at this place of its list, as if it had no other; it must be written as a list. */
export function withSubject(appeal: Appeal, index: number): Appeal {
  const subject = appeal.subjects[index] ?? appeal.frontMatter.subject;
  const inList = (path: readonly PropertyKey[]) =>
    path.length === 1 && path[0] === 'subject' ? ['subject', index] : path;
  return {
    ...appeal,
    frontMatter: { ...appeal.frontMatter, subject },
    placeOf: (path) => appeal.placeOf(inList(path)),
    placeIn: (path, text) => appeal.placeIn(inList(path), text),
  };
}
