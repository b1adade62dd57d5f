import type { Copy } from './make-copies.ts';

/** How the letter is looked at. */
export interface Look {
  readonly dark: boolean;
  readonly images: boolean;
}

/**
 * May do nothing but open links in new tabs, which then work as any other page. Being of the page's
 * own origin, without scripts, lets the page keep its place when the letter is loaded again.
 */
export const FRAME_RIGHTS = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox';

/** The policy for the letter: styles and pictures as in a mail program, and nothing that runs. */
export function letterPolicy({ images }: Look): string {
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline' https:",
    'font-src https: data:',
    `img-src ${images ? 'data: https: http:' : "'none'"}`,
    "form-action 'none'",
    "frame-ancestors 'self'",
    `sandbox ${FRAME_RIGHTS}`,
  ].join('; ');
}

/** A copy's html for the frame: seen as asked for, its own links leading nowhere. */
export function showLetter(copy: Copy, look: Look): string {
  const emptied = look.images ? copy.html : withoutImages(copy.html);
  return addToHead(tameLinks(inScheme(emptied, look.dark), copy.links), HEAD);
}

const HEAD = '<base target="_blank">';

function addToHead(html: string, markup: string): string {
  const head = /<head\b[^>]*>/i.exec(html);
  if (!head) return html + markup;
  const end = head.index + head[0].length;
  return html.slice(0, end) + markup + html.slice(end);
}

/** Notes are reached in the letter itself; a recipient's own links would reach nobody. */
function tameLinks(html: string, links: Copy['links']): string {
  return html
    .replace(/<a\b(?=[^>]*\shref\s*=\s*["']#)/gi, '<a target="_self"')
    .replaceAll(`href="${links.sign_link}"`, 'href="/nowhere?link=sign"')
    .replaceAll(`href="${links.unsubscribe_link}"`, 'href="/nowhere?link=unsubscribe"')
    .replaceAll(`href="${links.view_link}"`, 'href="/nowhere?link=view"');
}

const ALWAYS = '(min-width: 0px)';
const NEVER = '(min-width: 99999px)';

/**
 * A frame cannot be told which scheme to prefer, so the letter's own questions are answered in its
 * text: rules for one scheme always apply, those for the other never.
 */
function inScheme(html: string, dark: boolean): string {
  const scheme = dark ? 'dark' : 'light';
  return html
    .replace(/\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi, (_, asked: string) =>
      asked.toLowerCase() === scheme ? ALWAYS : NEVER,
    )
    .replace(/(<meta\b[^>]*color-schemes?"\s+content=")light dark(")/gi, `$1${scheme}$2`)
    .replace(/(color-schemes?\s*:\s*)(light dark|dark light)/gi, `$1${scheme}`);
}

const NO_IMAGES =
  '<style>img{outline:1px dashed #8a9299;outline-offset:-1px;font:14px/1.4 system-ui,sans-serif}</style>';

const PICTURE = /\s(?:src|srcset|background)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi;

/** As where a mail program loads no images: their alternative texts are left. */
function withoutImages(html: string): string {
  const bare = html
    .replace(/<(?:img|source|table|td|body)\b[^>]*>/gi, (tag) => tag.replace(PICTURE, ''))
    .replace(/url\(\s*(?:"[^"]*"|'[^']*'|&quot;.*?&quot;|[^)]*)\s*\)/gi, 'none');
  return addToHead(bare, NO_IMAGES);
}
