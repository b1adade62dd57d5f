import type { Petition } from '../terms.ts';
import type { Words } from './make-words.ts';

/** The line over the statement, in letter and pages alike: "Tell the U.S. Department of Justice:". */
export function tellTarget(
  words: Words,
  { target, tell }: Pick<Petition, 'target' | 'tell'>,
): string {
  if (tell !== undefined) return tell;
  const [first = '', ...others] = target.trim().split(/\s+/);
  const rest = others.join(' ');
  return words.say('letter.tell', { target, first_word: first.toLowerCase(), rest });
}
