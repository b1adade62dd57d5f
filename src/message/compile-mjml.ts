import { type Checked, isError, type Place, type Problem } from '../problem.ts';
import { withLanguage } from './mjml-language.ts';
import type { UnmarkedMjml } from './mjml-places.ts';
import { stableIds } from './stable-ids.ts';
import type { Symbols } from './symbols.ts';
import { describeToken } from './token-check.ts';
import { findTokens } from './tokens.ts';

interface MjmlError {
  readonly line?: number;
  readonly message: string;
  readonly tagName?: string;
}

/**
 * MJML to html (https://documentation.mjml.io). Every error of its strict validation is a problem
 * at the place in the template's own file. No font is linked from elsewhere, and nothing that is
 * random or depends on where npm put things is used: the same input gives the same bytes.
 */
export async function compileMjml(
  mjml: UnmarkedMjml,
  file: string,
  symbols: Symbols,
  lang: string,
): Promise<Checked<string>> {
  // Importing MJML takes half a second and 100 MB: only who compiles a letter pays for it.
  const { default: mjmlToHtml } = await import('mjml');
  try {
    const { html, errors } = await mjmlToHtml(withLanguage(mjml.source, lang), {
      validationLevel: 'soft',
      fonts: {},
      keepComments: false,
      minify: false,
    });
    const problems = (errors as MjmlError[]).map((error) => toProblem(error, mjml, file, symbols));
    return problems.some(isError) ? { problems } : { value: stableIds(collapse(html)), problems };
  } catch (error) {
    return { problems: [toProblem({ message: (error as Error).message }, mjml, file, symbols)] };
  }
}

function toProblem(
  { line, message }: MjmlError,
  mjml: UnmarkedMjml,
  file: string,
  symbols: Symbols,
): Problem {
  const where = (line === undefined ? undefined : mjml.placeOfLine(line)) ?? {
    file,
    line: 1,
    column: 1,
  };
  const [token] = findTokens(message);
  if (token) return misplacedSlot(describeToken(token, symbols), where);
  const said = message.replace(/\s+/g, ' ').replace(/\.?$/, '.');
  // MJML's complaints have no code. It builds the letter in spite of one about an attribute.
  const isAttribute = /^Attributes? /.test(message);
  return {
    severity: isAttribute ? 'warning' : 'error',
    code: isAttribute ? 'mjml-attribute' : 'mjml-invalid',
    what: isAttribute ? `MJML has no use for this: ${said}` : `MJML refuses the template: ${said}`,
    where,
    fix: 'See https://documentation.mjml.io for the components and their attributes.',
  };
}

function misplacedSlot(name: string, where: Place): Problem {
  return {
    severity: 'error',
    code: 'slot-place',
    what: `This tag's attributes hold ${name}, and they must be the same for every recipient.`,
    where,
    fix: 'Put what differs into the text, or write two whole components, {{#if field}}<mj-text …>…</mj-text>{{else}}<mj-text …>…</mj-text>{{/if}}.',
  };
}

/** Takes MJML's indentation away, a third of the html; preformatted text keeps its own. */
function collapse(html: string): string {
  return html
    .split(/(<pre[\s\S]*?<\/pre>)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/\s*\n\s*/g, '\n')))
    .join('')
    .trim();
}
