import { isUtf8 } from 'node:buffer';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from '../errors.ts';
import type { Problem } from '../problem.ts';
import { shownPath } from '../shown-path.ts';
import { loadConfirmMail } from '../web/confirm-mail.ts';
import { loadPages } from '../web/pages.ts';
import { error, type Finding, heed, judge, skipped } from './finding.ts';
import type { Setup } from './setup.ts';

const ABOUT = 'Templates';
const TEXTS = /\.(mjml|txt|hbs|md|yaml|yml|css|html|json)$/i;

/**
 * Templates and fixed words can be read, and the pages of the web side are well formed. The letters
 * are checked with the appeals that use them.
 */
export async function checkFiles({ config, templateRoots }: Setup): Promise<Finding> {
  const files = templateRoots.flatMap(textsUnder);
  const unread = files.flatMap((file) => unreadable(file));
  if (unread.length > 0) return judge(ABOUT, unread, '');
  if (!config) return skipped(ABOUT, 'outcry.yaml must be right first.');
  return heed(ABOUT, () => {
    const { organisation, lang, theme } = config;
    const { colour } = theme;
    const pages = loadPages({ templateRoots, organisation, lang, colour, cssPath: () => '' });
    loadConfirmMail({ templateRoots, organisation, colour, wordsIn: pages.wordsIn });
    return judge(ABOUT, [], `All ${files.length} files of templates and words can be read.`);
  });
}

function textsUnder(root: string): string[] {
  if (!existsSync(root)) return [];
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && TEXTS.test(entry.name))
    .map(({ parentPath, name }) => path.join(parentPath, name));
}

function unreadable(file: string): Problem[] {
  const why = reasonAgainst(file);
  if (why === undefined) return [];
  const fix = 'Save it anew as UTF-8, or make it readable for you.';
  return [error('template-not-text', `${shownPath(file)} ${why}.`, fix)];
}

function reasonAgainst(file: string): string | undefined {
  try {
    return isUtf8(readFileSync(file)) ? undefined : 'is not UTF-8 text';
  } catch (thrown) {
    return `cannot be read (${systemCode(thrown) ?? 'unknown reason'})`;
  }
}
