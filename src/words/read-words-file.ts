import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Checked, isError, type Problem } from '../problem.ts';
import { strict } from '../schema.ts';
import { shownPath } from '../shown-path.ts';
import { readYaml, type YamlValue } from '../yaml.ts';
import { checkMessage } from './check-message.ts';
import { mayBeBold, SAMPLE_VALUES, SAMPLES, type WordsKey } from './samples.ts';

/** What one file says: messages in ICU MessageFormat by their keys. */
export interface WordsFile {
  /** As people are shown it. */
  readonly file: string;
  /** The language that the file is named after. */
  readonly lang: string;
  readonly messages: ReadonlyMap<WordsKey, string>;
}

const text = z.string('it is not a text; put quotes around it').trim().min(1, 'it is empty');
const groupSchema = (names: object) =>
  strict(Object.fromEntries(Object.keys(names).map((name) => [name, text.optional()]))).optional();
const schema = strict({
  letter: groupSchema(SAMPLES.letter),
  pages: groupSchema(SAMPLES.pages),
  mail: groupSchema(SAMPLES.mail),
});

/** Reads a file of fixed words; what cannot be written in its language is told at its place. */
export function readWordsFile(path: string, lang: string): Checked<WordsFile> {
  const file = shownPath(path);
  const content = readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n');
  const yaml = readYaml({ file, text: content, schema, code: 'words' });
  if (!yaml.value) return yaml as Checked<never>;
  const messages = new Map<WordsKey, string>();
  for (const [group, names] of Object.entries(yaml.value.data)) {
    for (const [name, message] of Object.entries(names ?? {})) {
      if (message !== undefined) messages.set(`${group}.${name}` as WordsKey, message);
    }
  }
  const { value } = yaml;
  const problems = [...messages].flatMap(([key, message]) =>
    messageProblems(key, message, lang, value),
  );
  return problems.some(isError) ? { problems } : { value: { file, lang, messages }, problems };
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
