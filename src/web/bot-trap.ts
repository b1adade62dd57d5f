/**
 * What tells people from machines on public forms, without a CAPTCHA: a field that people do not see,
 * and the time since the page was opened.
 *
 * Whoever fills in the unseen field is a machine: it gets the answer that everybody gets, and nothing
 * is kept. The time is no proof: a browser that fills in forms may be quick, and a page may stay open
 * for days. So nobody is turned away for it. The form comes again, with all that was typed, and asks
 * for the button to be pressed once more: whoever reads it does, and a machine that has posted is gone.
 *
 * The time travels in the form, signed, so that any server of ours can read it and nobody else can
 * write it. It may serve for several posts; the limit by network holds for these.
 */
import type { Links } from '../links.ts';
import { fieldsOf, textIn } from './sign-form.ts';

/** The field that stays empty; one that no browser and no password manager has a value for. */
const UNSEEN = 'subject';
const STAMP = 'opened';
/** Nobody reads a statement, types a name and an address, and finds the button sooner. */
const LEAST_MS = 3_000;
/** So that a stamp cannot be copied and used for ever. */
const MOST_MS = 86_400_000;

export interface Judgement {
  readonly who: 'person' | 'machine' | 'unsure';
  /** The stamp for the form that comes again. */
  readonly opened: string;
}

interface Clock {
  readonly links: Pick<Links, 'formStamp' | 'readFormStamp'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The stamp for a form that is shown for the first time. */
export function newStamp({ links, now }: Clock, petition: string): string {
  return links.formStamp(petition, now());
}

/** Judges a posted form of a petition. */
export function judgePost(clock: Clock, petition: string, body: unknown): Judgement {
  const stamp = textIn(body, STAMP);
  const openedAt = clock.links.readFormStamp(petition, stamp);
  const age = openedAt === undefined ? undefined : clock.now() - openedAt;
  return { who: whoPosts(body, age), opened: nextStamp(clock, petition, { stamp, age }) };
}

function whoPosts(body: unknown, age: number | undefined): Judgement['who'] {
  const unseen = fieldsOf(body)[UNSEEN] ?? '';
  if (unseen !== '') return 'machine';
  return age !== undefined && age >= LEAST_MS && age <= MOST_MS ? 'person' : 'unsure';
}

function nextStamp(
  { links, now }: Clock,
  petition: string,
  { stamp, age }: { readonly stamp: string; readonly age: number | undefined },
): string {
  if (age === undefined) return links.formStamp(petition, now());
  // Whoever had the page open for so long need not wait again.
  return age > MOST_MS ? links.formStamp(petition, now() - LEAST_MS) : stamp;
}
