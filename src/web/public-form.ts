import { z } from 'zod';
import type { Address } from '../terms.ts';
import {
  type Complaints,
  readForm,
  signForm,
  type Typed,
  textIn,
  typedIn,
  wrong,
} from './sign-form.ts';

/** The sign form of somebody of whom nothing is known: with her address. */
export type PublicForm = z.output<typeof signForm> & { readonly email: Address };

export interface PublicTyped extends Typed {
  readonly email: string;
}

type ReadAddress = (text: string) => Address | undefined;
type ReadPublicForm = (body: unknown) => { form: PublicForm } | { complaints: Complaints };

/** Makes what reads a posted public form: what is to be kept, or what is wrong with which field. */
export function createFormReader(readAddress: ReadAddress): ReadPublicForm {
  // Once: zod compiles a schema when it is first used, which takes longer than all the rest.
  const schema = publicForm(readAddress);
  return (body) => readForm(schema, body);
}

/** In the order in which the page asks. */
function publicForm(readAddress: ReadAddress) {
  const { first_name, last_name, postcode, comment, consent } = signForm.shape;
  const email = z.string().transform((text, context) => {
    const address = readAddress(text.trim());
    if (address) return address;
    context.addIssue(wrong('pages.wrong_email'));
    return z.NEVER;
  });
  return z.object({ first_name, last_name, email, postcode, comment, consent });
}

export function publiclyTyped(body: unknown): PublicTyped {
  return { ...typedIn(body), email: textIn(body, 'email') };
}
