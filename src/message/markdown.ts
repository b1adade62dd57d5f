import Handlebars from 'handlebars';
import createParser, { type MarkdownIt } from 'markdown-it';
import {
  type CitationMark,
  findCitationMarks,
  readCitationMark,
  replaceMarks,
} from '../appeal/citation-mark.ts';
import type { Words } from '../words/make-words.ts';
import { citationId } from './note-context.ts';
import { tokenPattern } from './tokens.ts';

/** Of an environment of Markdown in which no id may come twice: those that have come. */
interface CitedOnce {
  readonly citedOnce?: Set<string>;
}

/** What Markdown takes as it is, with the marks of citations in it. */
const UNPARSED = ['html_block', 'html_inline', 'code_block', 'code_inline', 'fence', 'image'];

/**
 * CommonMark with tables, without typographic changes: what staff type is what supporters read.
 * Html is allowed, links to scripts are not (markdown-it's own `validateLink`).
 */
export function createMarkdown(words: Words): MarkdownIt {
  const markdown = createParser('default', { html: true, linkify: false, typographer: false });
  markdown.inline.ruler.before('link', 'citation', (state, silent) => {
    const mark = readCitationMark(state.src, state.pos);
    if (!mark) return false;
    if (!silent) {
      const token = state.push('citation', '', 0);
      token.content = String(mark.number);
      token.meta = { ...mark };
    }
    state.pos += mark.length;
    return true;
  });
  const cite = (mark: CitationMark, env: unknown) => citationHtml(mark, words, env ?? {});
  const { rules } = markdown.renderer;
  rules.citation = (tokens, index, _options, env) =>
    cite(tokens[index]?.meta as unknown as CitationMark, env);
  for (const name of UNPARSED) {
    const render = rules[name];
    rules[name] = (tokens, index, options, env, self) =>
      citeInHtml(render?.(tokens, index, options, env, self) ?? '', (mark) => cite(mark, env));
  }
  // Its looks must not reach the tables of which MJML makes the page.
  rules.table_open = () => '<table class="data">\n';
  return markdown;
}

function citationHtml(mark: CitationMark, words: Words, { citedOnce }: CitedOnce): string {
  const label = Handlebars.escapeExpression(words.say('letter.note', { number: mark.number }));
  const id = citationId(mark);
  // A loop over the appeal's own data repeats a mark: the first is the one that the note leads to.
  const isFirst = !citedOnce?.has(id);
  citedOnce?.add(id);
  return (
    `<sup class="cite"><a${isFirst ? ` id="${id}"` : ''} href="#note-${mark.number}" ` +
    `role="doc-noteref" aria-label="${label}">${mark.number}</a></sup>`
  );
}

/** Marks in finished html; in a tag there is room for the number only. */
function citeInHtml(html: string, cite: (mark: CitationMark) => string): string {
  return html
    .split(/(<[^<>]*>)/)
    .map((part, index) => (index % 2 === 1 ? citeInText(part) : replaceMarks(part, cite)))
    .join('');
}

/** Marks as plain text: `[4]`. */
export function citeInText(text: string): string {
  return replaceMarks(text, ({ number }) => `[${number}]`);
}

/** The marks of citations in a text that Markdown has not seen yet. */
export function citationsIn(text: string) {
  return findCitationMarks(text);
}

export const FENCE = '§';

/**
 * A block's tags get punctuation around them while Markdown runs, or `{{#if a}}_x_{{/if}}` would
 * lose its emphasis: an underscore beside a letter is none.
 */
export function fenceTags(text: string): string {
  return text.replace(tokenPattern('oec'), (token) => FENCE + token + FENCE);
}

/** Takes the punctuation off again, also where Markdown has percent-encoded it in a link. */
export function unfenceTags(text: string): string {
  const fence = `(?:${FENCE}|%C2%A7)`;
  return text.replace(
    new RegExp(`${fence}(${tokenPattern('oec').source})${fence}`, 'g'),
    (_whole, token: string) => token,
  );
}
