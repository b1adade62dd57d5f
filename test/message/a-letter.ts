import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAppeal } from '../../src/appeal/read-appeal.ts';
import { compileMessage } from '../../src/message/compile-message.ts';
import type { Message } from '../../src/message/message.ts';
import {
  createPersonaliser,
  type FinishedCopy,
  finishCopy,
} from '../../src/message/personalise.ts';
import type { Checked, Problem } from '../../src/problem.ts';

export const SECRET = 'a secret of thirty-two characters';
export const TEMPLATES = path.resolve('templates');
export const FIELDS = ['first_name', 'last_name', 'donor', 'tags', 'page', 'gift'];
export const SETTINGS = {
  organisation: {
    name: 'Safe Harbour',
    address: '1 Harbour Street\nPort Example',
    url: 'https://example.org',
  },
  theme: { colour: '#7a1f3d', background: '#eceff2' },
  lang: 'en',
};

export const ANN = {
  email: 'ann@example.org',
  first_name: 'Ann',
  last_name: 'Lee',
  donor: 'yes',
  tags: 'a;b',
  page: 'https://example.org/ann',
  gift: '25',
  sign_link: 'https://act.example.org/s/abc',
  unsubscribe_link: 'https://act.example.org/u/abc',
  view_link: 'https://act.example.org/v/abc',
};

/** An appeal with little front matter; line 1 of the body is line 9 of the file. */
export function anAppeal(body: string, frontMatter = ''): string {
  return `---
subject: Keep it open
petition: { slug: keep, target: Ministry, statement: Keep it., goal: 100 }
team: the team
signers: [Amara, Bettina]
${frontMatter || '# nothing more'}
preheader: One minute
---
${body}`;
}

interface Letter {
  readonly appeal: string;
  /** Files of the workspace's template folder, which stand before the packaged ones. */
  readonly templates?: Readonly<Record<string, string>>;
  readonly fields?: readonly string[] | undefined;
}

/** Compiles an appeal's text for real, packaged templates and all. The file is named letter.md. */
export async function compileLetter({
  appeal: text,
  templates = {},
  ...rest
}: Letter): Promise<Checked<Message>> {
  const appeal = parseAppeal('letter.md', text);
  if (!appeal.value) return { problems: appeal.problems };
  const root = mkdtempSync(path.join(tmpdir(), 'letter-'));
  try {
    for (const [name, content] of Object.entries(templates)) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), content);
    }
    const compiled = await compileMessage({
      appeal: appeal.value,
      settings: SETTINGS,
      roots: [root, TEMPLATES],
      fields: 'fields' in rest ? rest.fields : FIELDS,
      secret: SECRET,
    });
    const problems = [...appeal.problems, ...compiled.problems];
    return { value: compiled.value, problems: problems.map((p) => relative(p, root)) };
  } finally {
    rmSync(root, { recursive: true });
  }
}

function relative(problem: Problem, root: string): Problem {
  const { where } = problem;
  return where
    ? { ...problem, where: { ...where, file: where.file.replace(`${root}/`, '') } }
    : problem;
}

/** A letter that must compile. */
export async function aMessage(letter: Letter): Promise<Message> {
  const { value, problems } = await compileLetter(letter);
  if (!value) throw new Error(`the letter does not compile: ${JSON.stringify(problems, null, 2)}`);
  return value;
}

export function copyFor(message: Message, recipient: Record<string, string>): FinishedCopy {
  return finishCopy(message, createPersonaliser(message)({ ...ANN, ...recipient }));
}

/** `code file:line:column` of every problem. */
export function told({ problems }: Checked<unknown>): string[] {
  return problems.map(
    ({ code, where }) => `${code} ${where?.file}:${where?.line}:${where?.column}`,
  );
}
