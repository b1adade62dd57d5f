import type { Appeal } from '../appeal/read-appeal.ts';
import type { ColumnChoices } from '../audience/column-choices.ts';
import { mendableProblems } from '../audience/list-errors.ts';
import { readHeader } from '../audience/read-list.ts';
import { OutcryError } from '../errors.ts';
import type { PlaceOfSetting } from '../message/checks/finished-letter.ts';
import { compileMessage } from '../message/compile-message.ts';
import type { LetterSettings } from '../message/letter-context.ts';
import { type Checked, distinctProblems, isError, type Problem, sortProblems } from '../problem.ts';
import type { Edition, Editions } from './editions.ts';
import { readVariants } from './read-variants.ts';

/** What it takes to make a message of an appeal file. */
export interface Workshop {
  readonly settings: LetterSettings;
  /** Template folders, the workspace's first. */
  readonly templateRoots: readonly string[];
  readonly secret: string;
  /** Where a setting of outcry.yaml stands. */
  readonly placeOfSetting?: PlaceOfSetting | undefined;
  /** Milliseconds since 1970: sources must not be dated later. Without it they are not asked. */
  readonly now?: (() => number) | undefined;
  /** Stands for `compileMessage` where what it gave before may be given again. */
  readonly compile?: typeof compileMessage | undefined;
  /** Which columns of the lists are wanted for which merge fields, where their names do not tell. */
  readonly columns?: ColumnChoices | undefined;
  /** Other appeals, whole, that are tested against the letter. */
  readonly against?: readonly string[] | undefined;
}

/** A letter in all its languages and variants; the first edition is that of the file itself. */
export interface Letter {
  readonly editions: Editions;
}

/**
 * Reads and compiles an appeal, in all its languages, for these lists. Whatever is wrong with
 * appeal, templates or the lists' columns comes as problems, sorted by place.
 */
export async function loadLetter(
  file: string,
  lists: readonly string[],
  workshop: Workshop,
): Promise<Checked<Letter>> {
  const appeals = await readVariants(file, {
    against: workshop.against ?? [],
    ownLang: workshop.settings.lang,
    now: workshop.now?.(),
  });
  const headers = await Promise.all(lists.map((list) => readHeaderSafely(list, workshop.columns)));
  const problems: Problem[] = [appeals, ...headers].flatMap((checked) => checked.problems);
  if (!appeals.value) return { problems: sortProblems(problems) };
  // The rest is read all the same: whoever mends the letter wants to know everything at once.
  const isBroken = problems.some(isError);
  const fields = headers.flatMap((header) => header.value?.fields ?? []);
  // A list that cannot be read does not tell which merge fields there are.
  const isKnown = lists.length > 0 && headers.every(({ value }) => value);
  const columns = isKnown ? [...new Set(fields)] : undefined;
  const editions: Edition[] = [];
  for (const { lang, variant, appeal } of appeals.value) {
    const compiled = await compile(appeal, columns, workshop);
    const { value: message, uses = [], links = [] } = compiled;
    problems.push(...compiled.problems);
    if (message) editions.push({ lang, variant, appeal, message, uses, links });
  }
  problems.push(...sameVariants(editions));
  const value = !isBroken && isWhole(editions, appeals.value.length) ? { editions } : undefined;
  return { value, problems: sortProblems(distinctProblems(problems)) };
}

function compile(appeal: Appeal, fields: readonly string[] | undefined, workshop: Workshop) {
  const { settings, templateRoots: roots, secret, placeOfSetting } = workshop;
  return (workshop.compile ?? compileMessage)({
    appeal,
    settings,
    roots,
    fields,
    secret,
    placeOfSetting,
  });
}

/** Variants that differ in nothing that is sent have nothing to tell. */
function sameVariants(editions: readonly Edition[]): Problem[] {
  return editions.flatMap(({ lang, variant, appeal, message }, index) => {
    const twin = editions
      .slice(0, index)
      .find(
        (one) => one.lang === lang && one.variant !== variant && one.message.hash === message.hash,
      );
    if (!twin) return [];
    return {
      severity: 'error',
      code: 'variant-double',
      what: `Variant ${variant} is the same letter as variant ${twin.variant}.`,
      where: appeal.placeOf(['subject']),
      fix: 'Write another subject or letter, or test without this one.',
    };
  });
}

function isWhole(editions: readonly Edition[], wanted: number): editions is Editions {
  return editions.length === wanted;
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
async function readHeaderSafely(
  list: string,
  columns: ColumnChoices | undefined,
): Promise<Awaited<ReturnType<typeof readHeader>>> {
  try {
    return await readHeader(list, { columns });
  } catch (error) {
    return { problems: mendableProblems(error) };
  }
}
