import type { Appeal } from '../appeal/read-appeal.ts';
import type { Problem } from '../problem.ts';
import { LETTER_TEXTS } from './letter-context.ts';

/** Merge fields in texts of the front matter that are not run through Handlebars. */
export function misplacedFields(appeal: Appeal): Problem[] {
  return textsOf(appeal.frontMatter, [])
    .filter(({ path }) => !(LETTER_TEXTS as readonly PropertyKey[]).includes(path.join('.')))
    .flatMap(({ path, text }) => {
      const placeAt = appeal.placeIn(path, text);
      return [...text.matchAll(/\{\{(?:[^}]*\}\})?/g)].map(({ 0: tag, index }) =>
        misplacedField(tag, path, { ...placeAt(index), length: tag.length }),
      );
    });
}

interface Text {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

function textsOf(value: unknown, path: readonly PropertyKey[]): Text[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, inner]) =>
    textsOf(inner, [...path, isList ? Number(key) : key]),
  );
}

function misplacedField(tag: string, path: readonly PropertyKey[], where: Problem['where']) {
  return {
    severity: 'error',
    code: 'front-matter-field',
    what: `"${path.join('.')}" is the same for everybody, and ${tag} would reach them as it is.`,
    where,
    fix: `Take it out. Of the front matter, only ${LETTER_TEXTS.join(', ')} may hold merge fields.`,
  } satisfies Problem;
}
