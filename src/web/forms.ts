import type { Petition } from '../terms.ts';
import { type Asked, askedOf } from './asked.ts';
import { createFormReader, type ReadAddress, type ReadForm } from './sign-form.ts';

/** The form of a petition: what it asks, and what reads it. */
export interface Form {
  readonly asked: Asked;
  readonly read: ReadForm;
}

/** `isKnown` of somebody who comes from her letter. */
export type FormOf = (petition: Petition, who: { readonly isKnown: boolean }) => Form;

/**
 * Makes the forms of petitions. Each is made once, however often a petition is read from the ledger:
 * zod compiles a schema when it is first used, which takes longer than all the rest.
 */
export function openForms(readAddress: ReadAddress): FormOf {
  const forms = new Map<string, Form>();
  return (petition, who) => {
    const asked = askedOf(petition, who);
    const key = JSON.stringify(asked);
    const form = forms.get(key) ?? { asked, read: createFormReader(asked, readAddress) };
    forms.set(key, form);
    return form;
  };
}
