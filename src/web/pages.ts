import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  type CommonContext,
  type Organisation,
  type PageContexts,
  type PageName,
  SAMPLES,
} from './page-contexts.ts';
import { compileTemplates, findFile } from './page-templates.ts';

export interface Pages {
  render<Name extends PageName>(name: Name, context: PageContexts[Name]): string;
  readonly css: string;
  readonly cssHash: string;
}

export interface PagesOptions {
  /** The workspace's own first; of each file the first one found is taken. */
  readonly folders: readonly string[];
  readonly organisation: Organisation;
  /** The language that the pages are written in. */
  readonly lang: string;
  /** The address of the stylesheet with this hash. */
  readonly cssPath: (hash: string) => string;
}

/**
 * Reads and compiles the pages under templates/pages, once, and tries each of them. Throws an
 * OutcryError with file and line for one that is missing, that cannot be parsed, or that uses a
 * name that it is not given.
 */
export function loadPages({ folders, organisation, lang, cssPath }: PagesOptions): Pages {
  const css = readFileSync(findFile(folders, 'style.css'), 'utf8');
  const cssHash = createHash('sha256').update(css).digest('hex').slice(0, 12);
  const common: CommonContext = {
    organisation: { ...organisation, url: organisation.url },
    lang,
    style: cssPath(cssHash),
    complaints: [],
  };
  const renderFile = compileTemplates(folders, lang);
  const pages: Pages = {
    render: (name, context) => renderFile(name, { ...common, ...context }),
    css,
    cssHash,
  };
  for (const name of Object.keys(SAMPLES) as PageName[]) tryPage(pages, name);
  return pages;
}

function tryPage<Name extends PageName>(pages: Pages, name: Name): void {
  for (const sample of SAMPLES[name]) pages.render(name, sample);
}
