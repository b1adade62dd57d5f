import IntlMessageFormat from 'intl-messageformat';
import type { AnyValues } from './samples.ts';

/** What is wrong with a message, and where: `offset` and `length` count UTF-16 units. */
export interface Fault {
  readonly what: string;
  readonly fix?: string;
  readonly offset: number;
  readonly length?: number;
}

/** `<b>` stands around what the page shows in bold; a letter's words are plain text. */
export const BOLD = 'b';

/**
 * What keeps a message (ICU MessageFormat) from being written with these values: one that cannot be
 * read, a value that it is not given, or one of another kind.
 */
export function checkMessage(
  message: string,
  lang: string,
  values: AnyValues,
  mayBeBold: boolean,
): Fault[] {
  try {
    const format = new IntlMessageFormat(message, lang, undefined, { captureLocation: true });
    const faults = inElements(format.getAst(), { values, mayBeBold });
    if (faults.length === 0) format.format({ ...values, [BOLD]: (parts) => parts.join('') });
    return faults;
  } catch (error) {
    return [unreadable(error)];
  }
}

type MessageFormatElement = ReturnType<IntlMessageFormat['getAst']>[number];

interface Given {
  readonly values: AnyValues;
  readonly mayBeBold: boolean;
}

function inElements(elements: readonly MessageFormatElement[], given: Given): Fault[] {
  return elements.flatMap((element) => [...inElement(element, given), ...within(element, given)]);
}

function within(element: MessageFormatElement, given: Given): Fault[] {
  if ('children' in element) return inElements(element.children, given);
  if (!('options' in element)) return [];
  return Object.values(element.options).flatMap(({ value }) => inElements(value, given));
}

// The numbers of the parser's own enum, which is in a package of its own.
const [LITERAL, NUMBER, DATE, TIME, PLURAL, TAG] = [0, 2, 3, 4, 6, 8];

function inElement(element: MessageFormatElement, { values, mayBeBold }: Given): Fault[] {
  if (!('value' in element)) return [];
  const { type, value: name, location } = element;
  const offset = location?.start.offset ?? 0;
  const length = (location?.end.offset ?? offset) - offset;
  if (type === LITERAL) return quotedBrace(name, values, offset);
  if (type === TAG) {
    return mayBeBold && name === BOLD ? [] : [{ ...unknownTag(name, mayBeBold), offset, length }];
  }
  if (!Object.hasOwn(values, name)) return [{ ...unknownValue(name, values), offset, length }];
  const mustBeNumber = type === NUMBER || type === PLURAL;
  if (type === DATE || type === TIME || (mustBeNumber && typeof values[name] !== 'number')) {
    const kind = mustBeNumber ? 'number' : 'date';
    return [{ what: `"${name}" is no ${kind}`, fix: `Write {${name}}.`, offset, length }];
  }
  return [];
}

function unknownTag(name: string, mayBeBold: boolean) {
  return {
    what: `it has a tag <${name}>`,
    fix: mayBeBold
      ? 'Only <b> may be used.'
      : 'These words are plain text; write them without tags.',
  };
}

function unknownValue(name: string, values: AnyValues) {
  const known = Object.keys(values).map((known) => `{${known}}`);
  return {
    what: `it is not given "${name}"`,
    fix: known.length > 0 ? `It may use ${known.join(', ')}.` : 'It is given no values.',
  };
}

/** In MessageFormat an apostrophe before a brace makes plain text of it: l'{organisation}. */
function quotedBrace(text: string, values: AnyValues, offset: number): Fault[] {
  const name = Object.keys(values).find((known) => text.includes(`{${known}`));
  if (name === undefined) return [];
  const fix = `Write two apostrophes, ''{${name}}, or the curved one, ’{${name}}.`;
  return [{ what: `the apostrophe before {${name}} makes plain text of it`, fix, offset }];
}

const READABLE: Readonly<Record<string, string>> = {
  EMPTY_ARGUMENT: 'there is nothing between the braces',
  EXPECT_ARGUMENT_CLOSING_BRACE: 'a brace is opened and never closed',
  INVALID_ARGUMENT_TYPE: 'after the comma stands "number", "plural" or "select"',
  INVALID_TAG: 'a tag is not written right',
  MALFORMED_ARGUMENT: 'between braces stands one name, such as {organisation}',
  MISSING_OTHER_CLAUSE: 'it has no "other {…}"',
  UNCLOSED_TAG: 'a tag is opened and never closed',
  UNMATCHED_CLOSING_TAG: 'a tag is closed that was never opened',
};

/** The parser's errors are a name and a place; what Intl itself refuses has words, but no place. */
function unreadable(error: unknown): Fault {
  const { message, location } = error as {
    message: string;
    location?: { start: { offset: number } };
  };
  const isName = /^[A-Z_]+$/.test(message);
  const what = isName ? (READABLE[message] ?? inWords(message)) : message;
  return {
    what: `it is not valid MessageFormat: ${what}`,
    fix: 'templates/words/en.yaml shows how it is written.',
    offset: location?.start.offset ?? 0,
  };
}

/** `EXPECT_SELECT_ARGUMENT_SELECTOR` → `expect select argument selector` */
const inWords = (name: string) => name.toLowerCase().replaceAll('_', ' ');
