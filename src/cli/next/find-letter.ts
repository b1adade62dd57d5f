import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { checkLetter } from '../../campaign/check-letter.ts';
import { sealEditions } from '../../campaign/envelope.ts';
import type { Letter } from '../../campaign/load-letter.ts';
import { sealOfEdition } from '../../campaign/seal.ts';
import { OutcryError } from '../../errors.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { type Checked, isError } from '../../problem.ts';
import { readLanguage } from '../../words/read-language.ts';
import type { Context } from '../open-context.ts';

/** A letter that no campaign has sent yet. */
export interface LetterSeen {
  /** As staff type it. */
  readonly file: string;
  readonly errors: number;
  /** Exactly this letter has been sent as a test, in its first language at least. */
  readonly isTested: boolean;
}

interface Known {
  /** The names of appeals that were sent. */
  readonly sent: ReadonlySet<string | undefined>;
  readonly ledger: Ledger | undefined;
}

/** The letter of a workspace that was written last and not sent, checked. */
export async function findLetter(
  context: Context,
  { sent, ledger }: Known,
): Promise<LetterSeen | undefined> {
  const folder = path.join(context.workspace.folder, 'templates', 'appeals');
  const names = await namesIn(folder, '.md');
  const own = names.filter((name) => !isSibling(name, names) && !sent.has(stemOf(name)));
  const [newest] = await newestFirst(own, folder);
  if (newest === undefined) return undefined;
  const file = context.resolve(path.join(folder, newest));
  const { value, problems } = await check(file, context);
  const errors = problems.filter(isError).length;
  // A letter with errors may have no sender.
  const isTested = value && ledger && errors === 0 && (await wasTested(value, ledger, context));
  return { file, errors, isTested: isTested === true };
}

async function wasTested(letter: Letter, ledger: Ledger, context: Context): Promise<boolean> {
  const { senders } = await context.desk();
  const [first] = sealEditions(letter.editions, senders);
  return (await ledger.testsOf(sealOfEdition(first, { url: context.url() }))).length > 0;
}

/**
 * The letter alone: lists may be long, and not all that lie there are meant. What cannot be read at
 * all is a problem as well.
 */
async function check(file: string, context: Context): Promise<Checked<Letter>> {
  try {
    return await checkLetter(file, [], await context.desk());
  } catch (error) {
    if (error instanceof OutcryError) return { problems: error.problems };
    throw error;
  }
}

/** The lists of a workspace, as staff type them; what was written last comes first. */
export async function findLists(context: Context): Promise<string[]> {
  const folder = path.join(context.workspace.folder, 'lists');
  const names = await newestFirst(await namesIn(folder, '.csv'), folder);
  return names.map((name) => context.resolve(path.join(folder, name)));
}

async function newestFirst(names: readonly string[], folder: string): Promise<string[]> {
  const times = await Promise.all(names.map((name) => stat(path.join(folder, name))));
  const dated = names.map((name, index) => ({ name, at: times[index]?.mtimeMs ?? 0 }));
  return dated.sort((a, b) => b.at - a.at).map(({ name }) => name);
}

async function namesIn(folder: string, ending: string): Promise<string[]> {
  // A workspace need not have the folder.
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(ending)).sort();
}

/** `river.es.md` beside `river.md` */
function isSibling(name: string, names: readonly string[]): boolean {
  const [, first = '', lang = ''] = /^(.+)\.([^.]+)\.md$/.exec(name) ?? [];
  return readLanguage(lang) !== undefined && names.includes(`${first}.md`);
}

function stemOf(name: string): string {
  return name.replace(/\.[^.]*$/, '');
}
