import { consentsOf, FIELD_NAMES, rulesOf } from '../petition.ts';
import type { Consent, FieldName, Petition } from '../terms.ts';

/** What a form asks: the schema that reads it and the page that shows it are both made from this. */
export interface Asked {
  readonly fields: readonly AskedField[];
  readonly consents: readonly AskedConsent[];
}

export interface AskedField {
  readonly name: FieldName;
  readonly required: boolean;
  /** Characters. */
  readonly max: number;
}

export interface AskedConsent extends Consent {
  /** The name of its box: `consent` for further mail, `consent_age` for one of the appeal's own. */
  readonly field: string;
}

const MAX: Readonly<Record<FieldName, number>> = {
  first_name: 100,
  last_name: 100,
  email: 254,
  postcode: 20,
  country: 2,
  comment: 1000,
};

/** Whoever comes from her letter is known: her e-mail address is not asked. */
export function askedOf(petition: Petition, { isKnown }: { readonly isKnown: boolean }): Asked {
  const rules = rulesOf(petition);
  const names = FIELD_NAMES.filter(
    (name) => rules[name] !== 'no' && !(isKnown && name === 'email'),
  );
  return {
    fields: names.map((name) => ({
      name,
      required: rules[name] === 'required',
      max: MAX[name],
    })),
    consents: consentsOf(petition).map((consent) => ({
      ...consent,
      field: consent.name === 'news' ? 'consent' : `consent_${consent.name}`,
    })),
  };
}
