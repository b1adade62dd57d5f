import type { Problem } from '../problem.ts';
import { nameOf, type Symbols } from './symbols.ts';
import { countMangled, type FoundToken, findTokens } from './tokens.ts';

/** Every token that went into MJML must have come out of it, whole. */
export function findLostTokens(
  mjml: string,
  html: string,
  symbols: Symbols,
  layout: string,
): Problem[] {
  const key = ({ kind, index }: FoundToken) => `${kind}${index}`;
  const arrived = new Set(findTokens(html).map(key));
  const lost = findTokens(mjml).filter((token) => !arrived.has(key(token)));
  const names = [...new Set(lost.map((token) => describe(token, symbols)))];
  const problems = names.map((name): Problem => lostToken(name, layout));
  return countMangled(html) > 0 ? [...problems, mangledToken(layout)] : problems;
}

function describe({ kind, index }: FoundToken, symbols: Symbols): string {
  const value = symbols.values[index];
  return kind === 'v' && value ? `{{${nameOf(value)}}}` : 'a block that differs between recipients';
}

function lostToken(name: string, file: string): Problem {
  return {
    severity: 'error',
    code: 'slot-lost',
    what: `MJML drops ${name} where the template puts it, so it would reach nobody.`,
    where: { file, line: 1, column: 1 },
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
