import type { Petition } from '../terms.ts';
import type { Words } from './make-words.ts';

/** The line over the statement, in letter and pages alike: "Tell the U.S. Department of Justice:". */
export function tellTarget(
  words: Words,
  { target, tell }: Pick<Petition, 'target' | 'tell'>,
): string {
  const has_article = /^(the|an?) /i.test(target) ? 'yes' : 'no';
  return tell ?? words.say('letter.tell', { target, has_article });
}
