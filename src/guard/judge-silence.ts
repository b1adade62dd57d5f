import { formatCount } from '../format-count.ts';
import type { Finding, GuardFigures, GuardLimits, Pass } from './guard.ts';

/** Of fewer than this share of a first wave, too little is known for the rest to go by itself. */
const HEARD = 0.5;

/** Whether too few events have come of a first wave, once its wait is over. */
export function judgeSilence(
  limits: GuardLimits,
  { accepted, heard }: GuardFigures,
  passes: readonly Pass[],
): Finding[] {
  const needsEvents = limits.bounces !== null || limits.complaints !== null;
  const isPassed = passes.some(({ kind }) => kind === 'silence');
  if (!needsEvents || isPassed || (accepted > 0 && heard >= HEARD * accepted)) return [];
  return [{ kind: 'silence', subject: '', share: null, reason: say(accepted, heard) }];
}

function say(accepted: number, heard: number): string {
  if (accepted === 0) return 'SendGrid took nobody of the first wave: nothing tells how it goes.';
  const some =
    heard === 0
      ? `not one event has come from SendGrid about the ${formatCount(accepted)} people of the first wave`
      : `events have come of only ${formatCount(heard)} of the ${formatCount(accepted)} people of the first wave`;
  return `The guard knows nothing: ${some}.`;
}
