import type { Message } from './message.ts';
import type { FinishedCopy } from './personalise.ts';
import { couldBeToken, wirePrefix, wireToken } from './wire-tokens.ts';

/** What goes over the wire for one batch. */
export interface WireMessage extends FinishedCopy {
  /** Token → what stands in its place, for each recipient in order. */
  readonly substitutions: readonly Readonly<Record<string, string>>[];
}

/** The values of one recipient by slot. */
type Values = readonly string[];

/**
 * The message and what differs between the copies of a batch, and nothing else: slots that are alike
 * in every copy become one, and what all values begin with stands in the shared text. That halves a
 * letter's bytes, for most values are links.
 *
 * No value of the batch could be taken for a token. How SendGrid orders its substitutions and whether
 * it looks into their values is not documented, so a value that holds a token, by chance or by
 * malice, gives the whole batch other tokens; it is then read as it stands.
 */
export function wireMessage(
  message: Message,
  batch: readonly Values[],
  secret: string,
): WireMessage {
  const prefix = freePrefix(message, batch, secret);
  const differences: Difference[] = [];
  const written = message.slots.map((_slot, slot) => {
    const twin = differences.find((one) => isAlike(batch, one.slot, slot));
    const { start, isWhole, token } = twin ?? differenceOf(batch, slot, prefix);
    if (!twin) differences.push({ slot, start, isWhole, token });
    return isWhole ? start : start + token;
  });
  const pattern = new RegExp(`${message.prefix}([0-9a-z]{4})`, 'g');
  const write = (text: string) =>
    text.replace(pattern, (_token, index: string) => written[Number.parseInt(index, 36)] ?? '');
  const travelling = differences.filter(({ isWhole }) => !isWhole);
  return {
    subject: write(message.subject),
    html: write(message.html),
    text: write(message.text),
    substitutions: batch.map((values) => substitutionsOf(values, travelling)),
  };
}

/** What differs in a slot, behind what its values start with. */
interface Difference {
  readonly slot: number;
  readonly start: string;
  /** Whether that is all: everybody has the same. */
  readonly isWhole: boolean;
  readonly token: string;
}

function freePrefix(message: Message, batch: readonly Values[], secret: string): string {
  let prefix = message.prefix;
  for (let round = 1; clashes(batch, prefix); round += 1) {
    prefix = wirePrefix(secret, message.hash, round);
  }
  return prefix;
}

function clashes(batch: readonly Values[], prefix: string): boolean {
  return batch.some((values) => values.some((value) => couldBeToken(value, prefix)));
}

function isAlike(batch: readonly Values[], one: number, other: number): boolean {
  return batch.every((values) => values[one] === values[other]);
}

function differenceOf(batch: readonly Values[], slot: number, prefix: string): Difference {
  const start = commonStart(batch.map((values) => values[slot] ?? ''));
  const isWhole = batch.every((values) => values[slot] === start);
  return { slot, start, isWhole, token: wireToken(prefix, slot) };
}

/** What all of them begin with; a character of two halves (UTF-16) is not torn apart. */
function commonStart([first = '', ...others]: readonly string[]): string {
  let length = first.length;
  for (const text of others) {
    length = Math.min(length, text.length);
    let same = 0;
    while (same < length && text.charCodeAt(same) === first.charCodeAt(same)) same += 1;
    length = same;
  }
  const isTorn = length < first.length && /[\ud800-\udbff]/.test(first.charAt(length - 1));
  return first.slice(0, isTorn ? length - 1 : length);
}

function substitutionsOf(
  values: Values,
  differences: readonly Difference[],
): Readonly<Record<string, string>> {
  const pairs: Record<string, string> = {};
  for (const { slot, start, token } of differences) {
    pairs[token] = (values[slot] ?? '').slice(start.length);
  }
  return pairs;
}
