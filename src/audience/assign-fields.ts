import type { ColumnChoices } from './column-choices.ts';
import { commonForm, isSameColumn, ownField } from './merge-fields.ts';
import { isOutcryColumn } from './outcry-columns.ts';

/** Two columns that would be the same field, by their indexes. */
interface Rivals {
  readonly field: string;
  readonly first: number;
  readonly second: number;
}

export interface Assignment {
  /** The merge field of each column; undefined for one that is not used. */
  readonly fields: readonly (string | undefined)[];
  /** Nothing tells which of them is meant. */
  readonly doubles: readonly Rivals[];
  /** `first` is taken, because its name fits better. */
  readonly passedOver: readonly Rivals[];
}

interface Claim {
  readonly index: number;
  readonly field: string;
  /** The lower, the better the claim. */
  readonly rank: number;
}

/**
 * Gives each column its merge field: as staff chose, else by common form, else by its own name. Of
 * several that look like one field the best form is it, and the others keep their own names.
 */
export function assignFields(names: readonly string[], choices: ColumnChoices): Assignment {
  const claims = names.flatMap((name, index) => claimOf(name, index, choices) ?? []);
  const fields: (string | undefined)[] = names.map(() => undefined);
  const doubles: Rivals[] = [];
  const passedOver: Rivals[] = [];
  for (const [field, rivals] of groupByField(claims)) {
    const [best, ...others] = rivals.sort((a, b) => a.rank - b.rank || a.index - b.index);
    if (best === undefined) continue;
    fields[best.index] = field;
    for (const { index, rank } of others) {
      const pair = { field, first: best.index, second: index };
      (rank === best.rank ? doubles : passedOver).push(pair);
    }
  }
  for (const { second } of passedOver) {
    const own = ownField(names[second] ?? '');
    if (!fields.includes(own)) fields[second] = own;
  }
  const isChosen = ({ first }: Rivals) => chosenFor(names[first] ?? '', first, choices);
  return { fields, doubles, passedOver: passedOver.filter((pair) => !isChosen(pair)) };
}

function claimOf(name: string, index: number, choices: ColumnChoices): Claim | undefined {
  const chosen = chosenFor(name, index, choices);
  if (chosen !== undefined) return { index, ...chosen };
  if (isOutcryColumn(name)) return undefined;
  const form = commonForm(name);
  if (form !== undefined) return { index, ...form };
  const field = ownField(name);
  return field === undefined ? undefined : { index, field, rank: 0 };
}

/** A choice names a column, or its number. What staff chose comes before every form. */
function chosenFor(
  name: string,
  index: number,
  choices: ColumnChoices,
): Pick<Claim, 'field' | 'rank'> | undefined {
  for (const [field, wanted] of choices) {
    const at = wanted.findIndex((one) => isSameColumn(one, name) || one === String(index + 1));
    if (at >= 0) return { field, rank: at - wanted.length };
  }
  return undefined;
}

function groupByField(claims: readonly Claim[]): Map<string, Claim[]> {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) {
    groups.set(claim.field, [...(groups.get(claim.field) ?? []), claim]);
  }
  return groups;
}
