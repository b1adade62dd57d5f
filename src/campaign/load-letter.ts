import { type Appeal, readAppeal } from '../appeal/read-appeal.ts';
import { mendableProblems } from '../audience/list-errors.ts';
import { readHeader } from '../audience/read-list.ts';
import { OutcryError } from '../errors.ts';
import { compileMessage } from '../message/compile-message.ts';
import type { LetterSettings } from '../message/letter-context.ts';
import type { Message } from '../message/message.ts';
import { type Checked, isError, type Problem, sortProblems } from '../problem.ts';

/** What it takes to make a message of an appeal file. */
export interface Workshop {
  readonly settings: LetterSettings;
  /** Template folders, the workspace's first. */
  readonly templateRoots: readonly string[];
  readonly secret: string;
}

export interface Letter {
  readonly appeal: Appeal;
  readonly message: Message;
}

/**
 * Reads and compiles an appeal for these lists. Whatever is wrong with appeal, templates or the
 * lists' columns comes as problems, sorted by place.
 */
export async function loadLetter(
  file: string,
  lists: readonly string[],
  workshop: Workshop,
): Promise<Checked<Letter>> {
  const appeal = await readAppeal(file);
  const headers = await Promise.all(lists.map(readHeaderSafely));
  const problems: Problem[] = [appeal, ...headers].flatMap((checked) => checked.problems);
  if (!appeal.value || problems.some(isError)) return { problems: sortProblems(problems) };
  const fields = headers.flatMap((header) => header.value?.fields ?? []);
  const message = await compileMessage({
    appeal: appeal.value,
    settings: workshop.settings,
    roots: workshop.templateRoots,
    fields: lists.length > 0 ? [...new Set(fields)] : undefined,
    secret: workshop.secret,
  });
  problems.push(...message.problems);
  const value = message.value && { appeal: appeal.value, message: message.value };
  return { value, problems: sortProblems(problems) };
}

/** As `loadLetter`, for who cannot go on with errors: throws an OutcryError that holds them all. */
export async function requireLetter(
  file: string,
  lists: readonly string[],
  workshop: Workshop,
): Promise<Letter> {
  const { value, problems } = await loadLetter(file, lists, workshop);
  if (value && !problems.some(isError)) return value;
  throw new OutcryError({
    code: 'letter-not-ready',
    what: `${file} cannot be built or sent as it is. Nobody was mailed, and nothing was written.`,
    problems,
  });
}

/** What can be mended inside a list is a problem among others; a missing file is thrown. */
async function readHeaderSafely(list: string): Promise<Awaited<ReturnType<typeof readHeader>>> {
  try {
    return await readHeader(list);
  } catch (error) {
    return { problems: mendableProblems(error) };
  }
}
