import type { Place, Problem } from '../problem.ts';
import { nameOf, type Symbols } from './symbols.ts';
import { countMangled, type FoundToken, findTokens } from './tokens.ts';

/** Every token that went into MJML must have come out of it, whole. */
export function findLostTokens(
  mjml: string,
  html: string,
  symbols: Symbols,
  file: string,
): Problem[] {
  const key = ({ kind, index }: FoundToken) => `${kind}${index}`;
  const arrived = new Set(findTokens(html).map(key));
  const lost = findTokens(mjml).filter((token) => !arrived.has(key(token)));
  const problems = lost.map((token) =>
    lostToken(describeToken(token, symbols), placeOfToken(token, symbols, file)),
  );
  return countMangled(html) > 0 ? [...problems, mangledToken(file)] : problems;
}

/** What a token stands for, in staff's words. */
export function describeToken({ kind, index }: FoundToken, symbols: Symbols): string {
  const value = symbols.values[index];
  const isValue = kind === 'v' || kind === 'r';
  return isValue && value ? `{{${nameOf(value)}}}` : 'a block that differs between recipients';
}

function placeOfToken({ kind, index }: FoundToken, symbols: Symbols, file: string): Place {
  const isValue = kind === 'v' || kind === 'r';
  const where = isValue ? symbols.places[index] : symbols.blocks[index]?.where;
  return where ?? { file, line: 1, column: 1 };
}

function lostToken(name: string, where: Place): Problem {
  return {
    severity: 'error',
    code: 'slot-lost',
    what: `MJML drops ${name} where the template puts it, so it would reach nobody.`,
    where,
    fix: 'Move it into an <mj-text>, an <mj-button> or a link.',
  };
}

function mangledToken(file: string): Problem {
  return {
    severity: 'error',
    code: 'slot-mangled',
    what: 'A merge field comes out changed, as something in the template alters its letters.',
    where: { file, line: 1, column: 1 },
    fix: 'Take the field out of attributes and tags that MJML rewrites.',
  };
}
