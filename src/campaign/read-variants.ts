import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Appeal } from '../appeal/read-appeal.ts';
import { readEditions } from '../appeal/read-editions.ts';
import { withSubject } from '../appeal/subject-list.ts';
import { EXIT, OutcryError } from '../errors.ts';
import type { Checked, Problem } from '../problem.ts';
import type { Petition } from '../terms.ts';
import { VARIANT_NAMES } from '../trial/draw-variant.ts';

/** An appeal in one of its languages, as one of the variants that are tested against each other. */
export interface AppealVersion {
  readonly lang: string;
  /** `A`, `B`, `C` …; empty where there is nothing to test. */
  readonly variant: string;
  readonly appeal: Appeal;
}

interface Reading {
  /** Other appeals, whole, that are tested against the first. */
  readonly against: readonly string[];
  readonly ownLang: string;
  readonly now: number | undefined;
}

/**
 * Reads an appeal in all its languages and variants: one for each of its subjects, or one for each of
 * the appeals. All of the first variant come first. Throws an OutcryError if a file cannot be read.
 */
export async function readVariants(
  file: string,
  { against, ownLang, now }: Reading,
): Promise<Checked<readonly AppealVersion[]>> {
  refuseMany([file, ...against]);
  const read = [];
  for (const one of [file, ...against]) read.push(await readEditions(one, ownLang, now));
  const problems = read.flatMap((checked) => checked.problems);
  const appeals = read.flatMap(({ value }) => (value ? [value] : []));
  const [first] = appeals;
  if (!first || appeals.length < read.length) return { problems };
  if (against.length === 0) return bySubject(first, problems);
  const value = appeals.flatMap((editions, index) =>
    editions.map((edition) => ({ ...edition, variant: VARIANT_NAMES[index] ?? '' })),
  );
  return { value, problems: [...problems, ...appeals.flatMap((one) => mismatches(one, first))] };
}

type Editions = readonly Omit<AppealVersion, 'variant'>[];

/** A variant for each subject; each language must have as many. */
function bySubject(editions: Editions, problems: readonly Problem[]) {
  const count = editions[0]?.appeal.subjects.length ?? 1;
  const uneven = editions.filter(({ appeal }) => appeal.subjects.length !== count);
  const told = [...problems, ...uneven.map(({ lang, appeal }) => otherCount(appeal, lang, count))];
  const variants = count < 2 || uneven.length > 0 ? [''] : VARIANT_NAMES.slice(0, count);
  const value = variants.flatMap((variant, index) =>
    editions.map(({ lang, appeal }) => ({
      lang,
      variant,
      appeal: variant === '' ? appeal : withSubject(appeal, index),
    })),
  );
  return { value, problems: told };
}

function otherCount({ subjects, placeOf }: Appeal, lang: string, count: number): Problem {
  const has = subjects.length === 1 ? 'one subject' : `${subjects.length} subjects`;
  return {
    severity: 'error',
    code: 'variant-missing',
    what: `The letter has ${has} in "${lang}", and ${count === 1 ? 'one' : count} in its first language.`,
    where: placeOf(['subject']),
    fix: 'Write as many subjects in every language: each is the same variant in its language.',
  };
}

/** What keeps another appeal from being tested against the first. */
function mismatches(editions: Editions, first: Editions): Problem[] {
  const lists = editions.filter(({ appeal }) => appeal.subjects.length > 1);
  const [own] = editions;
  if (!own || editions === first) return lists.map(({ appeal }) => twoTests(appeal));
  const missing = first.filter(({ lang }) => !editions.some((one) => one.lang === lang));
  const surplus = editions.filter(({ lang }) => !first.some((one) => one.lang === lang));
  return [
    ...lists.map(({ appeal }) => twoTests(appeal)),
    ...missing.map(({ lang }) => noEdition(own.appeal, lang, first[0]?.appeal.file ?? '')),
    ...surplus.map(({ lang, appeal }) => noEdition(first[0]?.appeal ?? appeal, lang, appeal.file)),
    ...editions.flatMap(({ lang, appeal }) => {
      const twin = first.find((one) => one.lang === lang);
      return twin ? otherPetition(appeal, twin.appeal) : [];
    }),
  ];
}

function twoTests({ placeOf }: Appeal): Problem {
  return {
    severity: 'error',
    code: 'variant-missing',
    what: 'The letter has several subjects, and is tested against other letters at the same time.',
    where: placeOf(['subject']),
    fix: 'Test one thing at a time: leave one subject, or send it without --against.',
  };
}

function noEdition({ file }: Appeal, lang: string, other: string): Problem {
  return {
    severity: 'error',
    code: 'variant-missing',
    what: `There is no edition in "${lang}", and ${path.basename(other)}, against which it is tested, has one.`,
    where: { file, line: 1, column: 1 },
    fix: 'Letters that are tested against each other need the same languages.',
  };
}

/** One campaign is for one petition, whatever words lead to it. */
function otherPetition({ frontMatter, placeOf }: Appeal, first: Appeal): Problem[] {
  const { petition } = first.frontMatter;
  const keys = Object.keys({ ...petition, ...frontMatter.petition }) as (keyof Petition)[];
  return keys
    .filter((key) => !isDeepStrictEqual(frontMatter.petition[key], petition[key]))
    .map((key) => ({
      severity: 'error',
      code: 'variant-petition',
      what: `The petition's ${key} is not that of ${path.basename(first.file)}, against which it is tested.`,
      where: placeOf(['petition', key]),
      fix: 'Letters that are tested against each other ask for the same petition, word for word.',
    }));
}

function refuseMany(files: readonly string[]): void {
  const most = VARIANT_NAMES.length;
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (files.length <= most && twice === undefined) return;
  throw new OutcryError({
    code: 'usage',
    what: twice
      ? `--against: ${twice} would be tested against itself.`
      : `--against: ${files.length} letters are more than the ${most} that can be tested against each other.`,
    fix: 'Name each letter once: the one to send, and after --against the others.',
    exit: EXIT.usage,
  });
}
