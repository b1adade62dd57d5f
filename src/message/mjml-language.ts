import { directionOf } from '../words/direction.ts';

/**
 * A template in the letter's language: MJML writes lang="und" and dir="auto" where the template
 * names none, and takes every section and text for left to right, whatever dir says. Adds no lines.
 */
export function withLanguage(source: string, lang: string): string {
  const dir = directionOf(lang);
  const named = source.replace(ROOT_TAG, (_whole, before: string, attributes: string) => {
    const missing = Object.entries({ lang, dir }).filter(
      ([name]) => !new RegExp(`\\s${name}\\s*=`).test(attributes),
    );
    return before + missing.map(([name, value]) => ` ${name}="${value}"`).join('') + attributes;
  });
  const isRightToLeft = ROOT_TAG.exec(named)?.[2]?.includes('dir="rtl"');
  return isRightToLeft ? fromTheRight(named) : named;
}

const ROOT_TAG = /^((?:\s|<!--[\s\S]*?-->)*<mjml)\b((?:"[^"]*"|'[^']*'|[^'">])*)/;
const ROOT_AND_HEAD = new RegExp(`${ROOT_TAG.source}>(?:(?:\\s|<!--[\\s\\S]*?-->)*<mj-head\\s*>)?`);

/** Attributes by default; what the template itself says stands before them. */
const RIGHT_TO_LEFT = `<mj-attributes>${['mj-wrapper', 'mj-section', 'mj-group', 'mj-column']
  .map((name) => `<${name} direction="rtl" />`)
  .join('')}<mj-text align="right" /><mj-table align="right" /></mj-attributes>`;

function fromTheRight(source: string): string {
  return source.replace(ROOT_AND_HEAD, (start) =>
    /<mj-head\s*>$/.test(start)
      ? start + RIGHT_TO_LEFT
      : `${start}<mj-head>${RIGHT_TO_LEFT}</mj-head>`,
  );
}
