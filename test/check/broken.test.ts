import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { checkLetter } from '../../src/campaign/check-letter.ts';
import { readWorkspace } from '../../src/config.ts';
import { createLinks } from '../../src/links.ts';
import type { Problem } from '../../src/problem.ts';

const FOLDER = 'test/fixtures/broken';
const SECRET = 'a secret of thirty-two characters';

/** Each appeal of the folder has one fault: its code and place, and that nothing else is found. */
const FAULTS: Readonly<Record<string, string>> = {
  'block-around-an-item': 'slot-torn 9:1',
  'block-closed-otherwise': 'template-syntax 8:33',
  'block-else-alone': 'template-syntax 8:21',
  'block-never-closed': 'template-syntax 8:1',
  'block-never-opened': 'template-syntax 8:20',
  'block-with-one-brace': 'template-syntax 10:1',
  'contrast-of-background': 'contrast-low 8:45',
  'contrast-of-text': 'contrast-low 8:18',
  'field-as-html': 'slot-raw 8:18',
  'field-empty-for-some': 'field-missing 8:17',
  'field-empty-in-a-block': 'field-missing 8:25',
  'field-in-a-colour': 'slot-place 8:20',
  'field-in-a-host': 'slot-link-host 8:34',
  'field-misspelt': 'field-unknown 8:17',
  'field-named-as-in-a-loop': 'field-unknown 8:17',
  'field-of-another-mailer': 'field-unread 8:15',
  'field-with-a-space': 'helper-unknown 8:17',
  'field-with-bent-quotes': 'field-unknown 8:36',
  'field-with-one-brace': 'field-unread 8:15',
  'field-with-split-braces': 'field-unread 8:15',
  'heading-empty': 'heading-empty 8:1',
  'heading-skips': 'heading-order 10:1',
  'heading-skips-html': 'heading-order 10:1',
  'helper-unknown': 'helper-unknown 8:17',
  'html-event': 'html-script 8:4',
  'html-script': 'html-script 8:1',
  'image-alone-in-link': 'image-alt 8:1',
  'image-without-alt': 'image-alt 8:1',
  'image-without-alt-html': 'image-alt 8:12',
  'link-empty': 'link-empty 8:7',
  'link-empty-html': 'link-empty 8:7',
  'link-http': 'link-http 8:24',
  'link-in-bent-quotes': 'link-unsafe 8:14',
  'link-into-a-file': 'link-unsafe 8:24',
  'link-mails-unsubscribe-link': 'link-personal 8:46',
  'link-script': 'link-unsafe 8:15',
  'link-shares-sign-link': 'link-personal 8:49',
  'link-tells-address': 'link-address 8:51',
  'link-to-a-mailbox': 'link-unsafe 8:15',
  'link-to-no-mailbox': 'link-unsafe 8:15',
  'link-to-no-telephone': 'link-unsafe 8:11',
  'link-to-nowhere': 'link-anchor 8:14',
  'link-torn-apart': 'link-unread 8:6',
  'link-unclosed': 'link-unread 8:6',
  'link-with-half-a-host': 'link-unsafe 8:24',
  'link-with-one-slash': 'link-unsafe 8:24',
  'link-with-spaces': 'link-unread 8:6',
  'link-without-address': 'link-unsafe 8:22',
  'link-without-host': 'link-unsafe 8:24',
  'link-without-scheme': 'link-unsafe 8:24',
  'notes-missing': 'notes-missing templates/letters/without-notes.mjml:1:1',
  'partial-unknown': 'partial-unknown 8:1',
  'preheader-missing': 'preheader-missing 1:1',
  'preheader-repeats-subject': 'preheader-repeats-subject 3:12',
  'preheader-too-long': 'preheader-too-long 3:12',
  'sign-button-missing': 'sign-button-missing 1:1',
  'sign-link-missing': 'link-sign-missing 1:1',
  'source-http': 'link-http 6:44',
  'subject-too-long': 'subject-too-long 2:10',
  'subject-too-long-for-some': 'subject-too-long 2:10',
  'tag-with-comma': 'template-syntax 8:15',
  'tag-with-equals-sign': 'template-syntax 8:1',
  'tag-with-one-brace': 'template-syntax 8:15',
  'tag-with-open-quote': 'template-syntax 8:15',
  'template-bare': 'link-unsubscribe-missing 1:1 · address-missing templates/letters/bare.mjml:1:1',
  'template-faint': 'contrast-low templates/letters/faint.mjml:6:35',
  'template-nested': 'mjml-attribute templates/letters/partials/inner.mjml:2:1',
  'template-open-block': 'template-syntax templates/letters/open-block.mjml:12:5',
  'template-torn': 'mjml-unclosed templates/letters/partials/half.mjml:3:5',
  'template-unknown': 'template-missing 3:11',
  'template-with-own-text': 'text-lost templates/letters/with-own-text.mjml:13:18',
  'template-without-preview': 'preheader-missing 4:12',
  'yaml-braces': 'front-matter-syntax 2:10',
  'yaml-colon': 'front-matter-syntax 2:10',
  'yaml-comma': 'front-matter-unknown-key 4:84',
  'yaml-indented': 'front-matter-syntax 3:3',
  'yaml-open-quote': 'front-matter-syntax 2:10',
  'yaml-tab': 'front-matter-syntax 3:1',
};

async function check(name: string, list = 'supporters'): Promise<readonly Problem[]> {
  const { config, placeOf } = readWorkspace(FOLDER, {});
  const { organisation, theme, lang, from, reply_to: replyTo } = config;
  const desk = {
    workshop: {
      settings: { organisation, theme, lang },
      templateRoots: [path.join(FOLDER, 'templates'), 'templates'],
      secret: SECRET,
      placeOfSetting: placeOf,
    },
    senders: { from, replyTo },
    links: () => createLinks({ url: 'https://act.example.org', secrets: [SECRET] }),
  };
  const lists = [path.join(FOLDER, 'lists', `${list}.csv`)];
  return (await checkLetter(path.join(FOLDER, `${name}.md`), lists, desk)).problems;
}

/** `code line:column`, with the file where it is not the appeal itself. */
function told(problems: readonly Problem[], name: string): string[] {
  return problems.map(({ code, where }) => {
    const file = path.relative(FOLDER, path.resolve(where?.file ?? ''));
    const place = `${where?.line}:${where?.column}`;
    return `${code} ${file === `${name}.md` ? place : `${file}:${place}`}`;
  });
}

describe('an appeal with one fault has that one told, and nothing else', () => {
  test.each(Object.entries(FAULTS))('%s', async (name, expected) => {
    const problems = await check(name);
    expect(told(problems, name).join(' · ')).toBe(expected);
    for (const { what, fix } of problems) {
      expect(what).toMatch(/[.!]$/);
      expect(fix).toBeTruthy();
    }
  });

  it('is every appeal of the folder', () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.md'));
    const names = [...Object.keys(FAULTS), 'ten-at-once', 'whole'];
    expect(files.sort()).toEqual(names.map((name) => `${name}.md`).sort());
  });
});

it('finds nothing in an appeal that is right', async () => {
  expect(await check('whole')).toEqual([]);
});

it('says which columns were most likely made for another letter', async () => {
  const [problem, ...others] = await check('whole', 'another-letter');
  expect(problem).toMatchObject({
    severity: 'warning',
    code: 'column-unused',
    where: { file: path.join(FOLDER, 'lists/another-letter.csv'), line: 1 },
  });
  expect(problem?.what).toContain('{{bus_line}}');
  expect(others).toEqual([]);
});

it('finds ten faults at once, sorted by place', async () => {
  expect(told(await check('ten-at-once'), 'ten-at-once')).toEqual([
    'source-uncited 6:3',
    'field-unknown 8:8',
    'citation-unknown 10:29',
    'heading-order 14:1',
    'image-alt 16:1',
    'link-unsafe 18:23',
    'link-anchor 18:58',
    'template-syntax 20:1',
    'link-personal 22:49',
    'partial-unknown 24:1',
  ]);
});
