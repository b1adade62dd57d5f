import { goalFor } from '../petition.ts';
import type { Standing } from '../sign.ts';
import { directionOf } from '../words/direction.ts';
import { tellTarget } from '../words/tell-target.ts';
import type { PetitionView } from './page-contexts.ts';
import type { Site } from './site.ts';

/** A petition as pages show it, in its own language. */
export function petitionView(
  { pages }: Pick<Site, 'pages'>,
  { petition, lang, signatures }: Pick<Standing, 'petition' | 'lang' | 'signatures'>,
): PetitionView {
  const { target, statement } = petition;
  const { goal, isFirst } = goalFor(petition, signatures);
  const progress = Math.min(signatures, goal);
  return {
    target,
    tell: tellTarget(pages.wordsIn(lang), petition),
    statement,
    lang,
    dir: directionOf(lang),
    signatures,
    goal,
    goal_reached: signatures >= goal,
    first_goal: isFirst ? undefined : petition.goal,
    progress,
    percent: Math.floor((progress / goal) * 100),
  };
}
