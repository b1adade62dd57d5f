import type { Fields } from '../terms.ts';
import { lookupHelper } from './expression.ts';
import { HELPERS } from './helpers.ts';
import type { Message } from './message.ts';
import { compileNodes } from './slot-tree.ts';
import { couldBeToken, wirePrefix, wireToken } from './wire-tokens.ts';

/** The values of the message's slots for one recipient, in the order of `message.slots`. */
export type Personalise = (fields: Fields) => string[];

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

/** What goes over the wire for one batch: the shared parts, and the tokens that stand in them. */
export interface WireMessage extends FinishedCopy {
  readonly tokens: readonly string[];
}

/**
 * The message with tokens that no value of the batch could be taken for. How SendGrid orders its
 * substitutions and whether it looks into their values is not documented, so a value that holds a
 * token, by chance or by malice, gives the whole batch other tokens; it is then read as it stands.
 */
export function wireMessage(
  message: Message,
  batch: readonly (readonly string[])[],
  secret: string,
): WireMessage {
  let prefix = message.prefix;
  for (let round = 1; clashes(batch, prefix); round += 1) {
    prefix = wirePrefix(secret, message.hash, round);
  }
  const write = (text: string) =>
    prefix === message.prefix ? text : text.replaceAll(message.prefix, prefix);
  return {
    subject: write(message.subject),
    html: write(message.html),
    text: write(message.text),
    tokens: message.slots.map((_slot, index) => wireToken(prefix, index)),
  };
}

function clashes(batch: readonly (readonly string[])[], prefix: string): boolean {
  return batch.some((values) => values.some((value) => couldBeToken(value, prefix)));
}
