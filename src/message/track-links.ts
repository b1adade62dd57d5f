import { DomUtils, parseDocument } from 'htmlparser2';
import type { Trackable } from '../tracking.ts';
import type { TrackedKind, TrackedLink } from './message.ts';
import { parseSlots } from './slot-tree.ts';
import type { Symbols } from './symbols.ts';
import { findTokens, tokenPattern } from './tokens.ts';

interface Parts {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

interface Tracking {
  readonly track: readonly Trackable[];
  /** The addresses of the articles that are cited. */
  readonly sources: ReadonlySet<string>;
}

interface Tracked {
  readonly parts: Parts;
  readonly links: readonly TrackedLink[];
}

/**
 * Puts a token in the place of every link that is tracked, in html and text: in each copy it becomes
 * the recipient's own address of that link on our server. Links that differ between recipients are
 * tracked too, as long as their host is written out. Ours are not: they are known anyway.
 */
export function trackLinks(parts: Parts, symbols: Symbols, tracking: Tracking): Tracked {
  const book = openBook(symbols, tracking);
  const html = trackHtml(parts.html, book);
  const text = trackText(parts.text, book);
  return { parts: { ...parts, html: withTrap(html, book), text }, links: book.links };
}

interface Book {
  readonly links: readonly TrackedLink[];
  /** The token of a link, which is entered if it is to be tracked; undefined if it is not. */
  enter(url: string): string | undefined;
  /** The token of a link that is entered already. */
  find(url: string): string | undefined;
  enterTrap(): string | undefined;
}

function openBook(symbols: Symbols, { track, sources }: Tracking): Book {
  const links: TrackedLink[] = [];
  const tokens = new Map<string, string>();
  // Deferred values are made anew in each part, so links are known by what they mean.
  const meaningOf = (url: string) =>
    url.replace(tokenPattern(), (_, kind: string, index: string) => {
      const number = Number.parseInt(index, 36);
      const meaning = kind === 'v' ? symbols.values[number] : symbols.blocks[number]?.subject;
      return `${kind}${JSON.stringify(meaning)}`;
    });
  const add = (kind: TrackedKind, url: string) => {
    const link = links.push({ kind, url: parseSlots(url, symbols, () => 'url') }) - 1;
    return symbols.unescaped(() => `${symbols.defer({ kind: 'click', link })}`);
  };
  return {
    links,
    find: (url) => tokens.get(meaningOf(url)),
    enter: (url) => {
      const meaning = meaningOf(url);
      const kind = sources.has(url) ? 'source' : 'link';
      if (!track.includes(`${kind}s`) || !/^https?:\/\/[^/?#\s]/i.test(url)) return undefined;
      const token = tokens.get(meaning) ?? add(kind, url);
      tokens.set(meaning, token);
      return token;
    },
    enterTrap: () => (track.includes('trap') ? add('trap', '') : undefined),
  };
}

/** Outlook's conditional comments and VML have links too. */
const LINK_TAG = /<(?:a|area|v:[a-z]+)\s(?:"[^"]*"|'[^']*'|[^>"'])*>/gi;
const HREF = /(\shref\s*=\s*)(?:"[^"]*"|'[^']*')/i;
/** Mail programs warn of a link whose text is one address and which leads to another. */
const SHOWS_ADDRESS = /^\s*(?:<[^>]+>\s*)*(?:https?:\/\/|www\.)/i;

function trackHtml(html: string, book: Book): string {
  return html.replace(LINK_TAG, (tag, at: number) => {
    const url = hrefOf(tag);
    if (SHOWS_ADDRESS.test(html.slice(at + tag.length, at + tag.length + 200))) return tag;
    const token = url && book.enter(url);
    return token ? tag.replace(HREF, `$1"${token}"`) : tag;
  });
}

function hrefOf(tag: string): string | undefined {
  const [element] = DomUtils.getElementsByTagName(() => true, parseDocument(tag).children, false);
  return element?.attribs.href;
}

const ADDRESS = /https?:\/\/[^\s<>"]+/g;

function trackText(text: string, book: Book): string {
  return text.replace(ADDRESS, (run) => {
    for (const url of beginningsOf(run)) {
      const token = book.find(url);
      if (token) return token + run.slice(url.length);
    }
    return run;
  });
}

/** A citation's number may stand there too. */
const ENDING = new RegExp(`(?:\\[\\d+\\]|[.,;:!?)\\]}'’”…]|${tokenPattern('oec').source})$`);

/** What may be the address in a run of letters: without punctuation behind it, or what a block ends. */
function* beginningsOf(run: string): Generator<string> {
  yield run;
  const shorter = run.replace(ENDING, '');
  if (shorter !== run) yield* beginningsOf(shorter);
  const [tag] = findTokens(run, 'oec');
  if (tag && tag.end < run.length) yield* beginningsOf(run.slice(0, tag.start));
}

/** Nothing to see, nothing to read out, nothing to reach by keyboard: only programs follow it. */
function withTrap(html: string, book: Book): string {
  const token = book.enterTrap();
  if (!token) return html;
  const trap = `<a href="${token}" aria-hidden="true" tabindex="-1" style="display:none;mso-hide:all"></a>`;
  return html.replace(/(?=<\/body>)/i, () => trap);
}
