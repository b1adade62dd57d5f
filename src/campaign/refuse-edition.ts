import { EXIT, OutcryError } from '../errors.ts';
import { createChooser, type Editions, languageOf, variantsOf } from './editions.ts';

interface Asked {
  readonly test?: readonly string[] | undefined;
  readonly lang?: string | undefined;
  readonly variant?: string | undefined;
  readonly trial?: unknown;
}

/** Throws an OutcryError for an edition that must not be sent on its own, or that there is none of. */
export function refuseEdition(editions: Editions, asked: Asked): void {
  refuseVariant(editions, asked);
  const { test, lang } = asked;
  const { file, editionOf } = editions[0].appeal;
  if (editionOf && !test) throw alone(file, editionOf);
  if (lang === undefined) return;
  if (!test) throw withoutTest();
  const chosen = createChooser(editions)({ lang }).lang;
  if (languageOf(chosen) !== languageOf(lang)) throw missing(lang, editions);
}

function refuseVariant(editions: Editions, { test, variant, trial }: Asked): void {
  const names = variantsOf(editions);
  if (names.length === 0 && (trial !== undefined || variant !== undefined)) {
    throw wrongVariant(
      'There is nothing to test: the letter has one subject.',
      'Write several under "subject:", each on a line of its own after "- "; or name other letters with --against.',
    );
  }
  if (variant === undefined) return;
  if (!test) {
    throw wrongVariant(
      '--variant says which variant a test is sent of, and there is no --test.',
      'Leave it out: in a real send, the lot decides who gets which one.',
    );
  }
  if (!names.includes(variant)) {
    throw wrongVariant(`--variant: there is no "${variant}".`, `It has: ${names.join(', ')}.`);
  }
}

function wrongVariant(what: string, fix: string): OutcryError {
  return new OutcryError({ code: 'usage', what, fix, exit: EXIT.usage });
}

/** Everybody would get it, whatever her language; who tests it knows what she asked for. */
function alone(file: string, first: string): OutcryError {
  return new OutcryError({
    code: 'edition-alone',
    what: `${file} is one edition of ${first}, and everybody would get it, whatever her language. Nobody was mailed.`,
    fix: `Send ${first}: everybody gets her own edition. To send this one to everybody, copy it to a name of its own.`,
    exit: EXIT.usage,
  });
}

function withoutTest(): OutcryError {
  return new OutcryError({
    code: 'usage',
    what: '--lang says in which language a test is sent, and there is no --test.',
    fix: 'Leave it out: in a real send everybody gets the edition of her "lang" column.',
    exit: EXIT.usage,
  });
}

function missing(lang: string, editions: Editions): OutcryError {
  return new OutcryError({
    code: 'usage',
    what: `--lang: the letter has no edition in "${lang}".`,
    fix: `It has: ${editions.map((edition) => edition.lang).join(', ')}.`,
    exit: EXIT.usage,
  });
}
