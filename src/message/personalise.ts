import type { ClickLink } from '../links.ts';
import type { Fields } from '../terms.ts';
import { lookupHelper } from './expression.ts';
import { HELPERS } from './helpers.ts';
import type { Message } from './message.ts';
import { compileNodes } from './slot-tree.ts';

/** What a copy is made of: the recipient's fields, and her addresses of the tracked links. */
export type LetterFields = Readonly<Record<string, string | ClickLink>>;

/** The values of the message's slots for one recipient, in the order of `message.slots`. */
export type Personalise = (fields: LetterFields) => string[];

/** One copy as its recipient reads it. */
export interface FinishedCopy {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Compiles the slots to closures. A call throws an UnfitValueError if a value cannot be written. */
export function createPersonaliser(message: Message): Personalise {
  const helpers = { ...HELPERS, lookup: lookupHelper };
  const renders = message.slots.map((slot) => compileNodes([slot.node], helpers));
  return (fields) => {
    const frame = { fields, locals: new Array<unknown>(message.locals) };
    return renders.map((render) => render(frame));
  };
}

/** Puts a recipient's values in their places, in one pass: a value is never read as a token. */
export function finishCopy(message: Message, values: readonly string[]): FinishedCopy {
  const pattern = new RegExp(`${message.prefix}([0-9a-z]{4})`, 'g');
  const fill = (text: string) =>
    text.replace(pattern, (_token, index: string) => values[Number.parseInt(index, 36)] ?? '');
  return { subject: fill(message.subject), html: fill(message.html), text: fill(message.text) };
}

/** Where the tracked links lead in the end, for one recipient: what stands in a copy that counts nothing. */
export function createUncounted({
  tracked,
  locals,
}: Pick<Message, 'tracked' | 'locals'>): (fields: Fields) => ClickLink {
  const helpers = { ...HELPERS, lookup: lookupHelper };
  const renders = tracked.map(({ url }) => compileNodes(url, helpers));
  return (fields) => {
    const frame = { fields, locals: new Array<unknown>(locals) };
    return (link) => renders[link]?.(frame) || NOWHERE;
  };
}

/** Of the trap, which leads to no page. */
const NOWHERE = '#';
