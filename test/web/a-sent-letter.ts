import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDemo } from '../../src/cli/open-demo.ts';
import type { RecipientNumber } from '../../src/terms.ts';

export const LANGUAGES = ['en', 'es', 'ar'] as const;
export type Lang = (typeof LANGUAGES)[number];
export const SLUG = 'hold-the-door';

/** Somebody on the list, who reads her letter in this language. */
export const readerOf = (lang: Lang) => `amal.${lang}@example.org`;

const STATEMENTS: Readonly<Record<Lang, string>> = {
  en: 'Hold the door open to those who flee.',
  es: 'Mantengan la puerta abierta a quienes huyen.',
  ar: 'أبقوا الباب مفتوحًا لمن يهربون.',
};
const BUTTONS: Readonly<Record<Lang, string>> = {
  en: 'Sign the petition',
  es: 'Firmar la petición',
  ar: 'وقّع العريضة',
};

/** A letter in three languages whose petition asks whatever can be asked. */
function appealIn(lang: Lang): string {
  const own = lang === 'en' ? `  slug: ${SLUG}\n  goal: 3\n  stretch: [5]\n${FORM}` : '';
  return `---
lang: ${lang}
subject: ${STATEMENTS[lang]}
from: { name: Safe Harbour, email: campaigns@example.org }
petition:
  target: Ministry
  statement: ${STATEMENTS[lang]}
  next: { text: "${BUTTONS[lang]}?", button: "${BUTTONS[lang]}", link: https://example.org/next }
${own}button: ${BUTTONS[lang]}
---
${STATEMENTS[lang]}

{{> petition}}

{{> sign}}
`;
}

const FORM = `  fields: { last_name: required, country: required }
  consents: [news, show]
`;

/** Sandbox, web side and a letter that was sent through both: everything real but SendGrid. */
export async function openSentLetter() {
  const folder = await mkdtemp(path.join(tmpdir(), 'outcry-walk-'));
  const appeal = path.join(folder, 'door.md');
  for (const lang of LANGUAGES) {
    const name = lang === 'en' ? appeal : path.join(folder, `door.${lang}.md`);
    await writeFile(name, appealIn(lang));
  }
  const list = path.join(folder, 'list.csv');
  const rows = LANGUAGES.map((lang) => `${readerOf(lang)},Amal,Haddad,${lang}`);
  const others = LANGUAGES.map((lang) => `ines.${lang}@example.org,Inés,Ruiz,${lang}`);
  await writeFile(list, ['email,first_name,last_name,lang', ...rows, ...others].join('\n'));
  const demo = await openDemo({ folder, port: 0, now: Date.now, appeal, list });
  const campaign = await demo.send(new AbortController().signal);
  return {
    ...demo,
    campaign,
    /** Of somebody else who reads her letter in this language. */
    linksOf: (lang: Lang) => {
      const number = LANGUAGES.length + LANGUAGES.indexOf(lang) + 1;
      return demo.links.linksOf(campaign.number, number as RecipientNumber);
    },
    /** The page of the sandbox's inbox with somebody's letter. */
    inboxOf: (email: string) => `${demo.sandbox.url}/?to=${encodeURIComponent(email)}`,
    page: `${demo.server.url}/p/${SLUG}`,
    close: async () => {
      await demo.close();
      await rm(folder, { recursive: true });
    },
  };
}
