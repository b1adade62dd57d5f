import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Checked, isError, type Problem } from '../problem.ts';
import { strict } from '../schema.ts';
import { shownPath } from '../shown-path.ts';
import { readYaml, type YamlValue } from '../yaml.ts';
import { checkMessage } from './check-message.ts';
import { isWordsKey, mayBeBold, SAMPLE_VALUES, SAMPLES, type WordsKey } from './samples.ts';

/** What one file says: messages in ICU MessageFormat by their keys. */
export interface WordsFile {
  /** As people are shown it. */
  readonly file: string;
  /** The language that the file is named after. */
  readonly lang: string;
  readonly messages: ReadonlyMap<WordsKey, string>;
}

const text = z.string('it is not a text; put quotes around it').trim().min(1, 'it is empty');

const group = (names: object) =>
  strict(Object.fromEntries(Object.keys(names).map((name) => [name, text.optional()]))).optional();
const schema = strict(
  Object.fromEntries(Object.entries(SAMPLES).map(([name, names]) => [name, group(names)])),
);
/** Takes what can be read, so that messages beside a misspelt key are looked at too. */
const lenient = z.record(z.string(), z.record(z.string(), text.catch('')).catch({}));

/** Reads a file of fixed words; what cannot be written in its language is told at its place. */
export function readWordsFile(path: string, lang: string): Checked<WordsFile> {
  const file = shownPath(path);
  const content = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n');
  const { problems } = readYaml({ file, text: content, schema, code: 'words' });
  const { value } = readYaml({ file, text: content, schema: lenient, code: 'words' });
  if (!value) return { problems };
  const messages = messagesOf(value.data);
  const all = [
    ...problems,
    ...[...messages].flatMap(([key, message]) => messageProblems(key, message, lang, value)),
  ];
  return all.some(isError) ? { problems: all } : { value: { file, lang, messages }, problems: all };
}

function messagesOf(groups: z.output<typeof lenient>): Map<WordsKey, string> {
  const messages = new Map<WordsKey, string>();
  for (const [group, names] of Object.entries(groups)) {
    for (const [name, message] of Object.entries(names)) {
      const key = `${group}.${name}`;
      if (isWordsKey(key) && message !== '') messages.set(key, message);
    }
  }
  return messages;
}

function messageProblems(
  key: WordsKey,
  message: string,
  lang: string,
  { placeIn }: YamlValue<unknown>,
): Problem[] {
  const place = placeIn(key.split('.'), message);
  const values = SAMPLE_VALUES.get(key) ?? {};
  return checkMessage(message, lang, values, mayBeBold(key)).map((fault) => ({
    severity: 'error',
    code: 'words-invalid',
    what: `"${key}" is not right: ${fault.what}.`,
    where: { ...place(fault.offset), length: fault.length },
    fix: fault.fix,
  }));
}
