import type { Appeal } from '../appeal/read-appeal.ts';
import type { Trackable } from '../tracking.ts';
import { directionOf } from '../words/direction.ts';
import type { Words } from '../words/make-words.ts';
import { tellTarget } from '../words/tell-target.ts';
import { letterTheme, type ThemeSettings } from './letter-theme.ts';
import { noteContext } from './note-context.ts';

/** What the organisation's configuration gives every letter. */
export interface LetterSettings {
  readonly organisation: {
    readonly name: string;
    readonly address: string;
    readonly url?: string | undefined;
  };
  readonly theme: ThemeSettings;
  /** Used where the appeal names no language. */
  readonly lang: string;
  /** The links that are tracked, where the appeal does not say; none, if it is not said. */
  readonly track?: readonly Trackable[] | undefined;
}

/**
 * A text that reads differently in html and in the text part. Handlebars asks for `toHTML` in
 * `{{x}}`; in `{{{x}}}` it converts to a string, and then the part that is being rendered counts.
 */
export class LetterText {
  readonly html: string;
  readonly text: string;
  readonly #isHtml: () => boolean;
  constructor(html: string, text: string, isHtml: () => boolean) {
    this.html = html;
    this.text = text;
    this.#isHtml = isHtml;
  }
  toHTML(): string {
    return this.html;
  }
  toString(): string {
    return this.#isHtml() ? this.html : this.text;
  }
}

/** The texts of the front matter in which staff may use merge fields. */
export const LETTER_TEXTS = ['subject', 'preheader', 'tagline', 'button', 'closing'] as const;

/** https://www.rfc-editor.org/rfc/rfc3966 */
export function phoneLink(number: string): string {
  return `tel:${number.replace(/[^\d+]/g, '')}`;
}

/** What templates may name besides the recipient's fields; all of it is the same for everybody. */
export function letterContext(
  appeal: Appeal,
  settings: LetterSettings,
  words: Words,
): Record<string, unknown> {
  const {
    petition,
    hotline,
    signers,
    team,
    image,
    asks,
    lang = settings.lang,
  } = appeal.frontMatter;
  const { organisation } = settings;
  return {
    ...Object.fromEntries(LETTER_TEXTS.map((name) => [name, undefined])),
    button: words.say('letter.button'),
    lang,
    dir: directionOf(lang),
    ...sidesOf(lang),
    hotline: hotline && { ...hotline, href: phoneLink(hotline.number) },
    petition,
    signers,
    team,
    signoff: signOff(signers, team, lang),
    notes: appeal.notes.map((note) => noteContext(note, words, lang)),
    organisation: { ...organisation, address_lines: organisation.address.trim().split(/\s*\n\s*/) },
    theme: letterTheme(settings.theme),
    image,
    asks,
    placed: placedPartials(appeal.body),
    words: {
      sources: words.say('letter.sources'),
      unsubscribe: words.say('letter.unsubscribe'),
      back: words.say('letter.back'),
      view: words.say('letter.view'),
      why: words.say('letter.why', { organisation: organisation.name }),
      tell: tellTarget(words, petition),
    },
  };
}

/** Where lines start and end: attributes and styles of mail know left and right alone. */
function sidesOf(lang: string) {
  return directionOf(lang) === 'rtl'
    ? { start: 'right', end: 'left' }
    : { start: 'left', end: 'right' };
}

/** The partials that the letter puts where it wants them, so that its template need not. */
function placedPartials(body: string): Record<string, boolean> {
  const names = [...body.matchAll(/\{\{~?>\s*([\w-]+)/g)].map((match) => match[1] ?? '');
  return Object.fromEntries(names.map((name) => [name, true]));
}

/** "Nita, Shaunna, and Ryan, the Safe Harbour team", as the language joins names. */
function signOff(signers: readonly string[], team: string | undefined, lang: string) {
  const names = new Intl.ListFormat(lang, { type: 'conjunction' }).format(signers);
  return [names, team].filter(Boolean).join(', ');
}
