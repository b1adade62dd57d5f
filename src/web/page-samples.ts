import type {
  ConsentView,
  FieldView,
  FormView,
  KnownView,
  PageContexts,
  PageName,
  PetitionView,
  ShareView,
  SocialView,
} from './page-contexts.ts';

const petition: PetitionView = {
  target: 'Council',
  tell: 'Tell the Council:',
  statement: 'Keep the library open.',
  lang: 'en',
  dir: 'ltr',
  signatures: 10,
  goal: 100,
  goal_reached: false,
  first_goal: undefined,
  progress: 10,
  percent: 10,
};
const reached: PetitionView = { ...petition, signatures: 100, goal_reached: true, first_goal: 50 };

const field: FieldView = {
  name: 'first_name',
  label: '?',
  note: undefined,
  required: true,
  max: 1,
  autocomplete: 'off',
  value: '',
  error: undefined,
  is_lines: false,
  is_email: false,
  countries: undefined,
};
const consent: ConsentView = {
  field: 'consent',
  text: '?',
  required: false,
  ticked: false,
  error: undefined,
};
const countries = [
  { code: 'ES', name: '?', chosen: true },
  { code: 'PT', name: '?', chosen: false },
];
const form: FormView = { fields: [field], consents: [consent] };
/** Whatever a field can be, with something wrong in it. */
const wrong: FormView = {
  fields: [
    { ...field, note: '?', required: false, error: '?' },
    { ...field, is_lines: true, error: '?' },
    { ...field, is_email: true, error: '?' },
    { ...field, countries, error: '?' },
  ],
  consents: [{ ...consent, required: true, ticked: true, error: '?' }],
};
const complaints = [{ field: 'first_name', message: '?' }];

const known: KnownView = { first_name: 'Rosa', email: 'r…@example.org', not_you: '/' };
const share: ShareView = { link: '/', mail: '/', whatsapp: '/', bluesky: '/', facebook: '/' };
const social: SocialView = {
  url: '/',
  image: '/',
  image_alt: '?',
  size: { width: 1200, height: 630 },
};
const signer = { name: 'Rosa', postcode: '', country: '', comment: '', consents: [] };
const posted = [{ name: 'first_name', value: 'Rosa' }];
const next = { text: '?', button: '?', link: '/' };
const nothing = { all: false, monthly: false, petition: false, none: false };
const none = { ...nothing, none: true };
const choice = { email: known.email, action: '/', about: petition, is_held: false };
const open: PageContexts['public'] = {
  petition,
  action: '/',
  form,
  complaints: [],
  is_open: true,
  opened: 'a-stamp',
  unsent: false,
  unsure: false,
  comments: [{ first_name: 'Rosa', comment: '?' }],
  social,
};

/**
 * Contexts with which every page is rendered once at the start, so that a misspelt name stops
 * `serve` and not the first supporter.
 */
export const SAMPLES: { readonly [Name in PageName]: readonly PageContexts[Name][] } = {
  sign: [
    { petition, known, action: '/', form, complaints: [] },
    { petition, known: { ...known, first_name: '' }, action: '/', form: wrong, complaints },
  ],
  public: [
    open,
    { ...open, form: wrong, complaints, unsent: true, unsure: true, comments: [] },
    { ...open, is_open: false, social: { ...social, size: undefined } },
  ],
  closed: [
    { petition, date: '?', social: undefined },
    { petition: reached, date: '?', social },
  ],
  asked: [{ petition }],
  confirm: [
    { petition, action: '/', of: 1, signer, changed: false },
    {
      petition,
      action: '/',
      of: 1,
      signer: { ...signer, postcode: '?', country: '?', comment: '?', consents: ['?'] },
      changed: true,
    },
  ],
  expired: [{ days: 30 }],
  crowded: [{ posted }],
  busy: [{ posted: [] }],
  thanks: [
    { petition, again: false, known: undefined, share: undefined, next: undefined },
    { petition: reached, again: true, known, share, next },
    { petition: reached, again: true, known: { ...known, first_name: '' }, share, next },
  ],
  unsubscribe: [{ ...choice, is: { ...nothing, all: true } }],
  unsubscribed: [
    { ...choice, is: none },
    { ...choice, is: none, is_held: true },
    { ...choice, is: { ...nothing, all: true } },
    { ...choice, is: { ...nothing, monthly: true } },
    { ...choice, is: { ...nothing, petition: true } },
  ],
  'not-yours': [{ email: known.email }],
  'not-found': [{}],
  error: [
    { our_fault: true, posted },
    { our_fault: false, posted: [] },
  ],
};
