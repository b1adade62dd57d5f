/** What a petition asks of its signers, and what it hopes for. */
import type { Consent, FieldName, FieldRule, Petition } from './terms.ts';

/** In the order in which the page asks. */
export const FIELD_NAMES = [
  'first_name',
  'last_name',
  'email',
  'postcode',
  'country',
  'comment',
] as const satisfies readonly FieldName[];

export const FIELD_RULES = ['required', 'optional', 'no'] as const satisfies readonly FieldRule[];

/** Consents whose words every language has: to further mail, and to be shown with her comment. */
export const OWN_CONSENTS = ['news', 'show'] as const;

const USUAL: Readonly<Record<FieldName, FieldRule>> = {
  first_name: 'required',
  last_name: 'optional',
  email: 'required',
  postcode: 'optional',
  country: 'no',
  comment: 'optional',
};

export function rulesOf({ fields }: Petition): Readonly<Record<FieldName, FieldRule>> {
  const own = Object.entries(fields ?? {}).filter(([, rule]) => rule !== undefined);
  return { ...USUAL, ...Object.fromEntries(own) };
}

export function consentsOf({ consents }: Petition): readonly Consent[] {
  return consents ?? [{ name: 'news', required: false }];
}

/** The goal to show: the first that is not reached, or the last. `isFirst` says if it is the original. */
export function goalFor(
  { goal, stretch = [] }: Petition,
  signatures: number,
): { readonly goal: number; readonly isFirst: boolean } {
  const goals = [goal, ...stretch];
  const at = goals.findIndex((one) => signatures < one);
  const index = at < 0 ? goals.length - 1 : at;
  return { goal: goals[index] ?? goal, isFirst: index === 0 };
}
