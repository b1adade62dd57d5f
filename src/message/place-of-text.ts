import { type Place, placeAt } from '../problem.ts';
import type { Template } from './template.ts';
import { tokenPattern } from './tokens.ts';

/** Where a text stands in the file of the tag before it; that tag's place if it is not found there. */
export function placeOfText(text: string, after: Place, templates: readonly Template[]): Place {
  const template = templates.find(({ file }) => file === after.file);
  const [words = ''] = text.split(tokenPattern())[0]?.trim().split('\n') ?? [];
  if (!template || words === '') return after;
  const before = template.text.split('\n').slice(0, after.line - 1);
  const from = before.reduce((sum, { length }) => sum + length + 1, after.column - 1);
  const index = template.text.indexOf(words, from);
  return index < 0 ? after : placeAt(template.file, template.text, index, words.length);
}
