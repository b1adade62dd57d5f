import { isClear, isColour, isSolid } from './colours.ts';
import {
  dataOf,
  type Element,
  type Html,
  isElement,
  isHidden,
  withoutBlockTags,
} from './read-html.ts';

/** A text and the colours that it is seen in, as the html writes them. */
export interface ColouredText {
  readonly text: string;
  readonly colour: string;
  readonly background: string;
  /** 24 px, or 18.66 px and bold (WCAG 2.2, "large scale"). */
  readonly isLarge: boolean;
}

/** How an element's text is seen; what a style sheet or a picture decides is undefined. */
interface Look {
  readonly colour: string | undefined;
  readonly background: string | undefined;
  /** In CSS pixels. */
  readonly size: number;
  readonly isBold: boolean;
}

const DEFAULT: Look = { colour: '#000000', background: '#ffffff', size: 16, isBold: false };

/** Every visible text whose colours are known, in the order of the document. */
export function colouredTexts({ root, elements }: Html): ColouredText[] {
  const isStyled = styledElsewhere(elements);
  const texts: ColouredText[] = [];
  const visit = (node: (typeof root)[number], look: Look): void => {
    const text = withoutBlockTags(dataOf(node) ?? '').trim();
    const { colour, background, size } = look;
    if (/[\p{L}\p{N}]/u.test(text) && colour && background && size >= 1) {
      const isLarge = size >= 24 || (look.isBold && size >= 18.66);
      texts.push({ text, colour, background, isLarge });
    }
    if (!isElement(node) || isHidden(node)) return;
    const own = lookOf(node, look, isStyled);
    for (const child of node.children) visit(child, own);
  };
  for (const node of root) visit(node, DEFAULT);
  return texts;
}

const BOLD = new Set(['b', 'strong', 'th', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const SIZES: Readonly<Record<string, number>> = {
  h1: 2,
  h2: 1.5,
  h3: 1.17,
  h5: 0.83,
  h6: 0.67,
  small: 0.83,
  sub: 0.83,
  sup: 0.83,
};

function lookOf(element: Element, around: Look, isStyled: (element: Element) => boolean): Look {
  const { name, attribs } = element;
  const style = readStyle(attribs.style ?? '');
  const styled = isStyled(element);
  const link = name === 'a' && attribs.href !== undefined ? '#0000ee' : undefined;
  const colour =
    style.get('color') ?? (name === 'font' ? attribs.color : undefined) ?? (styled ? '?' : link);
  return {
    colour: colourOf(colour, around.colour),
    background: backgroundOf(element, style, styled, around.background),
    size: sizeOf(style.get('font-size'), around.size * (SIZES[name] ?? 1), around.size),
    isBold: boldOf(style.get('font-weight'), BOLD.has(name) || around.isBold),
  };
}

/** The declarations of a style attribute; of several the last counts. */
function readStyle(style: string): Map<string, string> {
  const pairs = style.split(/;(?![^(]*\))/).map((declaration) => {
    const [name = '', ...value] = declaration.split(':');
    const text = value
      .join(':')
      .replace(/!important/i, '')
      .trim();
    return [name.trim().toLowerCase(), text] as const;
  });
  return new Map(pairs.filter(([, value]) => value !== ''));
}

function colourOf(own: string | undefined, around: string | undefined): string | undefined {
  if (own === undefined || /^(inherit|currentcolor)$/i.test(own)) return around;
  return isColour(own) ? own : undefined;
}

function backgroundOf(
  { attribs }: Element,
  style: ReadonlyMap<string, string>,
  isStyled: boolean,
  around: string | undefined,
): string | undefined {
  const shorthand = style.get('background');
  const image = `${style.get('background-image') ?? ''} ${shorthand ?? ''}`;
  if (/url\(|gradient\(/i.test(image) || attribs.background) return undefined;
  const own =
    style.get('background-color') ?? shorthand?.split(/\s+(?![^(]*\))/)[0] ?? attribs.bgcolor;
  if (own === undefined) return isStyled ? undefined : around;
  if (/^(none|inherit|initial|unset)$/i.test(own) || isClear(own)) return around;
  return isSolid(own) ? own : undefined;
}

const UNITS: Readonly<Record<string, number>> = { px: 1, pt: 4 / 3 };

function sizeOf(own: string | undefined, usual: number, around: number): number {
  const [, number = '', unit = ''] = /^([\d.]+)(px|pt|em|rem|%)?$/i.exec(own ?? '') ?? [];
  if (number === '') return usual;
  const value = Number(number);
  const relative = { em: around, rem: 16, '%': around / 100 }[unit.toLowerCase()];
  return value * (relative ?? UNITS[unit.toLowerCase()] ?? 1);
}

function boldOf(own: string | undefined, usual: boolean): boolean {
  if (own === undefined) return usual;
  return /^(bold|bolder)$/i.test(own) || Number(own) >= 700;
}

/** Whether a rule of a style sheet, outside of media queries, may decide on an element's colours. */
function styledElsewhere(elements: readonly Element[]): (element: Element) => boolean {
  const sheets = elements.filter(({ name }) => name === 'style');
  const css = sheets
    .flatMap(({ children }) => children.map((child) => dataOf(child) ?? ''))
    .join('\n');
  const plain = css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/@(?:media|supports)[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '');
  const rules = [...plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)];
  const compounds = rules
    .filter(([, , body = '']) =>
      /(?:^|[;\s])(?:color|background(?:-color|-image)?)\s*:/i.test(body),
    )
    .flatMap(([, selectors = '']) =>
      selectors.split(',').map(
        (one) =>
          one
            .trim()
            .split(/[\s>+~]+/)
            .at(-1) ?? '',
      ),
    );
  return (element) => compounds.some((compound) => mayMatch(compound, element));
}

function mayMatch(compound: string, { name, attribs }: Element): boolean {
  const tag = /^[a-z][\w-]*/i.exec(compound)?.[0];
  const id = /#([\w-]+)/.exec(compound)?.[1];
  const own = (attribs.class ?? '').split(/\s+/);
  const classes = [...compound.matchAll(/\.([\w-]+)/g)].map(([, one = '']) => one);
  if (/:(?:hover|visited|active|focus)/.test(compound) || compound === '') return false;
  return (
    (tag === undefined || tag.toLowerCase() === name) &&
    (id === undefined || id === attribs.id) &&
    classes.every((one) => own.includes(one))
  );
}
