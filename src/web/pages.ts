import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EXIT, OutcryError } from '../errors.ts';
import { chooseLanguage } from '../words/choose-language.ts';
import { openWordsBook } from '../words/load-words.ts';
import type { Words } from '../words/make-words.ts';
import type { CommonContext, Organisation, PageContexts, PageName } from './page-contexts.ts';
import { SAMPLES } from './page-samples.ts';
import { compileTemplates, findFile } from './page-templates.ts';
import { themeCss } from './theme-css.ts';

export interface Pages {
  /** A page in a language, or in English where there are no words of that. */
  render<Name extends PageName>(name: Name, lang: string, context: PageContexts[Name]): string;
  /** The fixed words in a language, as `render` takes them. */
  wordsIn(lang: string): Words;
  /** The language for a visitor of whom only the browser's Accept-Language is known. */
  languageFor(acceptLanguage: string | undefined): string;
  readonly css: string;
  readonly cssHash: string;
}

export interface PagesOptions {
  /** With `pages/` and `words/` in them, the workspace's own first; the first file found is taken. */
  readonly templateRoots: readonly string[];
  readonly organisation: Organisation;
  /** For visitors whose language is not known, or has no words. */
  readonly lang: string;
  /** The theme's, such as `#7a1f3d`; without it, the stylesheet's own. */
  readonly colour?: string | undefined;
  /** The address of the stylesheet with this hash. */
  readonly cssPath: (hash: string) => string;
}

/**
 * Reads and compiles the pages and their words, once, and tries each of them. Throws an OutcryError
 * with file and line for one that is missing, that cannot be parsed, or that uses a name or words
 * that it is not given.
 */
export function loadPages({
  templateRoots,
  organisation,
  lang,
  colour,
  cssPath,
}: PagesOptions): Pages {
  const folders = templateRoots.map((root) => path.join(root, 'pages'));
  const style = readFileSync(findFile(folders, 'style.css'), 'utf8');
  const css = colour === undefined ? style : themeCss(colour) + style;
  const cssHash = createHash('sha256').update(css).digest('hex').slice(0, 12);
  const common: Omit<CommonContext, 'lang' | 'dir'> = {
    organisation: { ...organisation, url: organisation.url },
    style: cssPath(cssHash),
    complaints: [],
    social: undefined,
  };
  const { languages, wordsIn } = openWordsBook(templateRoots);
  const renderFile = compileTemplates(folders);
  const pages: Pages = {
    render: (name, pageLang, context) => {
      const words = wordsIn(pageLang);
      return renderFile(name, words, { ...common, lang: words.lang, dir: words.dir, ...context });
    },
    wordsIn,
    languageFor: (acceptLanguage) => chooseLanguage(acceptLanguage, languages) ?? lang,
    css,
    cssHash,
  };
  for (const name of Object.keys(SAMPLES) as PageName[]) tryPage(pages, name, lang);
  return pages;
}

function tryPage<Name extends PageName>(pages: Pages, name: Name, lang: string): void {
  for (const sample of SAMPLES[name]) {
    const html = pages.render(name, lang, sample);
    // Without its stamp, nobody's form would be taken.
    if ('opened' in sample && sample.is_open && !html.includes(`value="${sample.opened}"`)) {
      throw trapMissing();
    }
  }
}

function trapMissing(): OutcryError {
  return new OutcryError({
    code: 'page-template',
    what: 'The page template public.hbs lacks what tells people from machines, so it could take no signature.',
    fix: 'Put {{> bot-trap}} into its form.',
    exit: EXIT.environment,
  });
}
