import { fieldsOf } from './sign-form.ts';

/** A field of a form that was posted, to be posted once more. */
export interface PostedField {
  readonly name: string;
  readonly value: string;
}

/** The type of what the forms of our pages post. */
export const FORM_TYPE = 'application/x-www-form-urlencoded';
/** Ours are words; what else is posted is by no form of ours. */
const NAME = /^\w+$/;
/** No form of ours has more: a page must not be many times what was sent for it. */
const MOST_FIELDS = 50;

/**
 * What a form has posted, so that a page which could not take it can hand it back: nobody types her
 * reasons twice because the server was busy. `body` is as it was parsed, or as it came.
 */
export function postedFields(body: unknown): PostedField[] {
  const entries =
    typeof body === 'string' ? [...new URLSearchParams(body)] : Object.entries(fieldsOf(body));
  return entries
    .slice(0, MOST_FIELDS)
    .flatMap(([name, value]) =>
      typeof value === 'string' && NAME.test(name) ? [{ name, value }] : [],
    );
}
