import type { Appeal } from '../appeal/read-appeal.ts';
import type { Code } from '../codes.ts';
import { type Checked, isError, type Place, type Problem } from '../problem.ts';

type Compile = (appeal: Appeal) => Promise<Checked<unknown>>;

const MOST_ROUNDS = 12;

/**
 * What errors in a letter keep from being found: takes out the tags that they are about, compiles
 * what is left, and so on until it can be compiled, or nothing is left that could be taken out.
 */
export async function findHidden(
  appeal: Appeal,
  problems: readonly Problem[],
  compile: Compile,
): Promise<Problem[]> {
  const mended = new Set<number>();
  const found: Problem[] = [];
  let [letter, known] = [appeal, problems];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const own = known.filter((problem) => isError(problem) && problem.where?.file === appeal.file);
    const rest = mendLetter(letter, own);
    if (!rest) break;
    for (const { where } of own) if (where) mended.add(where.line);
    letter = rest;
    const { value, problems: next } = await compile(letter);
    found.push(...next.filter((problem) => isOwn(problem, mended, appeal)));
    if (value) break;
    known = next;
  }
  return found.filter((problem) => !problems.some((other) => isSame(problem, other)));
}

/** Of the letter's body, from the first character of the first line. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** What a letter lacks may have been in what was taken out; so may the other end of a block. */
const FOLLOWING: ReadonlySet<Code> = new Set<Code>([
  'template-syntax',
  'slot-torn',
  'link-sign-missing',
  'sign-button-missing',
  'link-unsubscribe-missing',
  'address-missing',
  'preheader-missing',
  'preheader-repeats-subject',
  'notes-missing',
  'text-lost',
]);

/**
 * What stands on the line of a tag that was taken out, or nowhere in particular, may only be there
 * because of that.
 */
function isOwn({ code, where }: Problem, mended: ReadonlySet<number>, { file }: Appeal): boolean {
  if (!where || FOLLOWING.has(code)) return false;
  const isNowhere = where.line === 1 && where.column === 1;
  return !isNowhere && !(where.file === file && mended.has(where.line));
}

function isSame(one: Problem, other: Problem): boolean {
  return (
    one.code === other.code &&
    one.where?.file === other.where?.file &&
    one.where?.line === other.where?.line &&
    one.where?.column === other.where?.column
  );
}

/** The letter without the tags of these errors; undefined if that changes nothing. */
function mendLetter(letter: Appeal, errors: readonly Problem[]): Appeal | undefined {
  const ranges = errors.flatMap(({ where }) => (where && tagAt(letter.body, where)) ?? []);
  const isInFront = errors.some(({ where }) => where && offsetOf(letter.body, where) === undefined);
  if (ranges.length === 0 && !(isInFront && hasTags(letter))) return undefined;
  const body = ranges.reduce(takeOut, letter.body);
  return isInFront ? withoutTags({ ...letter, body }) : { ...letter, body };
}

/** Letters stand in for a tag: white space would part links, and what is empty is found fault with. */
function takeOut(text: string, { start, end }: Range): string {
  return text.slice(0, start) + 'x'.repeat(end - start) + text.slice(end);
}

/** The Handlebars tag at a place, or the one before it on its line. */
function tagAt(body: string, where: Place): Range | undefined {
  const offset = offsetOf(body, where);
  if (offset === undefined) return undefined;
  const lineStart = body.lastIndexOf('\n', offset - 1) + 1;
  const start = body.lastIndexOf('{{', offset + 1);
  if (start < lineStart) return undefined;
  const tag = /^\{\{[\s\S]*?(?:\}\}+|\}(?=[^}]|$)|(?=\n)|$)/.exec(body.slice(start))?.[0] ?? '';
  return { start, end: start + tag.length };
}

/** Undefined for a place in the front matter, whose lines are blank in the body. */
function offsetOf(body: string, { line, column }: Place): number | undefined {
  const lines = body.split('\n');
  if ((lines[line - 1] ?? '').trim() === '') return undefined;
  return lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, column - 1);
}

function hasTags({ frontMatter }: Appeal): boolean {
  return /\{\{|\}\}/.test(JSON.stringify(frontMatter));
}

/** The front matter's texts without braces, as long as they were. */
function withoutTags(letter: Appeal): Appeal {
  return { ...letter, frontMatter: withoutBraces(letter.frontMatter) as Appeal['frontMatter'] };
}

function withoutBraces(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\{\{|\}\}/g, '  ');
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutBraces);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutBraces(one)]));
}
