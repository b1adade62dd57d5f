import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfirmMail } from '../../src/web/confirm-mail.ts';
import { openWordsBook } from '../../src/words/load-words.ts';
import { PETITION } from './a-site.ts';

const organisation = { name: "O'Brien & <b>Co</b>", address: '1 Quay\nPort' };
const { wordsIn } = openWordsBook(['templates']);
const link = 'https://act.example.org/y/x';

let own: string;
beforeEach(() => {
  own = mkdtempSync(join(tmpdir(), 'outcry-mails-'));
  mkdirSync(join(own, 'mails'));
});
afterEach(() => rmSync(own, { recursive: true }));

function load(templateRoots: readonly string[], colour?: string) {
  return loadConfirmMail({ templateRoots, organisation, colour, wordsIn });
}

test('what an organisation is called is text, in html and in plain text', () => {
  const mail = load(['templates'], '#123456')({ petition: PETITION, lang: 'en', link });
  expect(mail.html).toContain('O&#x27;Brien &amp; &lt;b&gt;Co&lt;/b&gt;');
  expect(mail.html).toContain('<bdi>1 Quay</bdi><br>');
  expect(mail.html).toContain('background-color: #123456');
  expect(mail.text).toContain("under a petition of O'Brien & <b>Co</b>.");
  expect(mail.text).toContain('1 Quay\nPort\n');
});

test('a pale theme still has a button that can be read', () => {
  const mail = load(['templates'], '#ffe680')({ petition: PETITION, lang: 'en', link });
  expect(mail.html).not.toContain('#ffe680');
});

test.each(['en', 'es', 'ar', 'he'])('in %s it says all that it has to say', (lang) => {
  const words = wordsIn(lang);
  const mail = load(['templates'])({ petition: PETITION, lang, link });
  expect(mail.html).toContain(`<html lang="${lang}" dir="${words.dir}">`);
  expect(mail.subject).toBe(words.say('mail.subject'));
  for (const key of ['mail.ask', 'mail.button', 'mail.not_you'] as const) {
    expect(mail.html).toContain(words.say(key));
    expect(mail.text).toContain(words.say(key));
  }
  expect(mail.text).not.toMatch(/\n{3}/);
});

test('a petition in a language without words keeps its own, among English ones', () => {
  const mail = load(['templates'])({ petition: PETITION, lang: 'fa', link });
  expect(mail.html).toContain('<html lang="en" dir="ltr">');
  expect(mail.html).toContain('lang="fa" dir="rtl"');
});

test("a workspace's own templates come first, file by file", () => {
  writeFileSync(join(own, 'mails/confirm.txt'), 'Go to {{link}} & {{petition.statement}}');
  const mail = load([own, 'templates'])({ petition: PETITION, lang: 'en', link });
  expect(mail.text).toBe(`Go to ${link} & ${PETITION.statement}`);
  expect(mail.html).toContain('Confirm my signature');
});

test('a template that cannot be used is refused before anybody signs', () => {
  writeFileSync(join(own, 'mails/confirm.txt'), 'one\n{{lnik}}');
  const where = expect.objectContaining({ file: join(own, 'mails/confirm.txt'), line: 2 });
  expect(() => load([own, 'templates'])).toThrow(
    expect.objectContaining({ code: 'page-template', exit: 3, where }),
  );
  expect(() => load([own])).toThrow(expect.objectContaining({ code: 'page-missing' }));
});
