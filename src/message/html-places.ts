import { QuoteType, Tokenizer } from 'htmlparser2';
import { type FoundToken, findTokens } from './tokens.ts';

/** Where in the html a token stands. */
export type HtmlPlace =
  | { readonly kind: 'text'; readonly start: number }
  | {
      readonly kind: 'attribute';
      readonly start: number;
      readonly name: string;
      readonly quoted: boolean;
      readonly value: string;
    }
  /** A style, a script, a comment, a tag's or attribute's name: no value may stand there. */
  | { readonly kind: 'forbidden'; readonly start: number; readonly what: string };

interface Region {
  readonly end: number;
  readonly place: HtmlPlace;
}

/** The place of every token of a finished html page, Outlook's conditional comments included. */
export function placesOfTokens(html: string): Map<number, HtmlPlace> {
  const regions = regionsOf(html, 0).sort((a, b) => a.place.start - b.place.start);
  const places = new Map<number, HtmlPlace>();
  let next = 0;
  for (const token of findTokens(html)) {
    while ((regions[next]?.end ?? Number.POSITIVE_INFINITY) <= token.start) next += 1;
    const region = regions[next];
    const inside = region && region.place.start <= token.start;
    places.set(token.start, inside ? region.place : nameOfTag(token));
  }
  return places;
}

function nameOfTag(token: FoundToken): HtmlPlace {
  return { kind: 'forbidden', start: token.start, what: 'the name of a tag or attribute' };
}

/** https://html.spec.whatwg.org/multipage/parsing.html#tokenization, through htmlparser2. */
function regionsOf(html: string, offset: number): Region[] {
  const regions: Region[] = [];
  let tag = '';
  let attribute = { name: '', end: 0 };
  const add = (place: HtmlPlace, end: number) => {
    if (end > place.start) regions.push({ place, end });
  };
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onopentagname: (start, end) => {
        tag = html.slice(start, end).toLowerCase();
      },
      onclosetag: () => {
        tag = '';
      },
      onattribname: (start, end) => {
        attribute = { name: html.slice(start, end).toLowerCase(), end };
      },
      onattribend: (quote, end) => {
        const start =
          attribute.end + (/^\s*=\s*["']?/.exec(html.slice(attribute.end))?.[0].length ?? 0);
        const quoted = quote === QuoteType.Double || quote === QuoteType.Single;
        const value = html.slice(start, quoted ? end - 1 : end);
        const place = {
          kind: 'attribute',
          start: offset + start,
          name: attribute.name,
          quoted,
          value,
        };
        add(place as HtmlPlace, offset + end);
      },
      ontext: (start, end) => {
        const raw = tag === 'style' || tag === 'script';
        const place: HtmlPlace = raw
          ? { kind: 'forbidden', start: offset + start, what: `<${tag}>` }
          : { kind: 'text', start: offset + start };
        add(place, offset + end);
      },
      oncomment: (start, end, endOffset) => {
        const content = html.slice(start, end - endOffset);
        const conditional = /^\[if [^\]]*\]>/.exec(content);
        if (!conditional) {
          add({ kind: 'forbidden', start: offset + start, what: 'a comment' }, offset + end);
          return;
        }
        const from = start + conditional[0].length;
        regions.push(...regionsOf(html.slice(from, end - endOffset), offset + from));
      },
      onattribdata: () => {},
      onattribentity: () => {},
      oncdata: () => {},
      ondeclaration: () => {},
      onend: () => {},
      onopentagend: () => {},
      onprocessinginstruction: () => {},
      onselfclosingtag: () => {},
      ontextentity: () => {},
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return regions;
}
