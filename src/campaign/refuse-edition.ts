import { EXIT, OutcryError } from '../errors.ts';
import { createChooser, type Editions, languageOf } from './editions.ts';

interface Asked {
  readonly test?: readonly string[] | undefined;
  readonly lang?: string | undefined;
}

/** Throws an OutcryError for an edition that must not be sent on its own, or that there is none of. */
export function refuseEdition(editions: Editions, { test, lang }: Asked): void {
  const { file, editionOf } = editions[0].appeal;
  if (editionOf && !test) throw alone(file, editionOf);
  if (lang === undefined) return;
  if (!test) throw withoutTest();
  const chosen = createChooser(editions)({ lang }).lang;
  if (languageOf(chosen) !== languageOf(lang)) throw missing(lang, editions);
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
