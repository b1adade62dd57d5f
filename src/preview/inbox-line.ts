import { Parser } from 'htmlparser2';

/** Inboxes show about this many characters behind the subject. */
const SHOWN = 220;
const SILENT = new Set(['head', 'style', 'script', 'title']);

/**
 * What an inbox shows behind the subject: the hidden preheader, and the words with which the letter
 * opens, since mail programs fill the rest of the line with them.
 */
export function inboxLine(html: string): { preheader: string; opening: string } {
  const texts = { preheader: '', opening: '' };
  let silent = 0;
  let hidden = 0;
  const parser = new Parser({
    onopentag: (name, { style = '' }) => {
      if (SILENT.has(name)) silent += 1;
      else if (hidden > 0 || (isHidden(style) && texts.opening.trim() === '')) hidden += 1;
    },
    ontext: (text) => {
      if (silent > 0 || texts.opening.length > SHOWN) return;
      texts[hidden > 0 ? 'preheader' : 'opening'] += text;
    },
    onclosetag: (name) => {
      if (SILENT.has(name)) silent -= 1;
      else if (hidden > 0) hidden -= 1;
      else if (BLOCKS.has(name)) texts.opening += ' ';
    },
  });
  parser.end(html);
  return { preheader: tidy(texts.preheader), opening: tidy(texts.opening) };
}

const BLOCKS = new Set(['p', 'div', 'td', 'h1', 'h2', 'h3', 'li']);

function isHidden(style: string): boolean {
  return /display:\s*none/i.test(style);
}

/** Without the invisible characters with which some templates keep the opening out of the line. */
function tidy(text: string): string {
  return text
    .replace(/(?:\s|\p{Cf}|\u034f)+/gu, ' ')
    .trim()
    .slice(0, SHOWN);
}
