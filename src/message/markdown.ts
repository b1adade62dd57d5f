import createParser, { type MarkdownIt } from 'markdown-it';
import { readCitationMark } from '../appeal/citations.ts';
import type { Words } from '../words/make-words.ts';
import { tokenPattern } from './tokens.ts';

const LONGEST_MARK = 500;

/**
 * CommonMark with tables, without typographic changes: what staff type is what supporters read.
 * Html is allowed, links to scripts are not (markdown-it's own `validateLink`).
 */
export function createMarkdown(words: Words): MarkdownIt {
  const markdown = createParser('default', { html: true, linkify: false, typographer: false });
  markdown.inline.ruler.before('link', 'citation', (state, silent) => {
    const mark = readCitationMark(state.src.slice(state.pos, state.pos + LONGEST_MARK));
    if (!mark) return false;
    if (!silent) state.push('citation', '', 0).content = String(mark.number);
    state.pos += mark.length;
    return true;
  });
  markdown.renderer.rules.citation = (tokens, index) => {
    const number = tokens[index]?.content ?? '';
    const label = words.say('letter.note', { number: Number(number) });
    return (
      `<sup class="cite"><a id="cite-${number}" href="#note-${number}" ` +
      `aria-label="${markdown.utils.escapeHtml(label)}">${number}</a></sup>`
    );
  };
  // Its looks must not reach the tables of which MJML makes the page.
  markdown.renderer.rules.table_open = () => '<table class="data">\n';
  return markdown;
}

/** The marks of citations in a text that Markdown has not seen yet. */
export function citationsIn(text: string) {
  return [...text.matchAll(/\[[\uE001-\uF8FE]/g)].flatMap(({ index: start }) => {
    const mark = readCitationMark(text.slice(start, start + LONGEST_MARK));
    return mark ? [{ ...mark, start }] : [];
  });
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
