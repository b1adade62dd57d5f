import type { Problem } from '../problem.ts';
import type { YamlValue } from '../yaml.ts';
import type { Written } from './front-matter.ts';

/** A day is over everywhere once it is over at the last place of the earth, twelve hours behind. */
const LATEST_TIME_ZONE = 12 * 3_600_000;

/** A letter for a petition that nobody can sign any more. `now` in milliseconds since 1970. */
export function closedPetition(
  { data, placeOf }: YamlValue<Written>,
  now: number | undefined,
): Problem[] {
  const { closes } = data.petition;
  if (closes === undefined || now === undefined) return [];
  const today = new Date(now - LATEST_TIME_ZONE).toISOString().slice(0, 10);
  if (closes >= today) return [];
  return [
    {
      severity: 'error',
      code: 'petition-closed',
      what: `The petition could be signed until ${closes}, which is over.`,
      where: placeOf(['petition', 'closes']),
      fix: 'Write a later day, or take the line out.',
    },
  ];
}
