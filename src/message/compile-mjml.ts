import type { Checked, Problem } from '../problem.ts';
import type { UnmarkedMjml } from './mjml-places.ts';

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
export async function compileMjml(mjml: UnmarkedMjml, file: string): Promise<Checked<string>> {
  // Importing MJML takes half a second and 100 MB: only who compiles a letter pays for it.
  const { default: mjmlToHtml } = await import('mjml');
  try {
    const { html, errors } = await mjmlToHtml(mjml.source, {
      validationLevel: 'soft',
      fonts: {},
      keepComments: false,
      minify: false,
    });
    const problems = (errors as MjmlError[]).map((error) => toProblem(error, mjml, file));
    return problems.length > 0 ? { problems } : { value: collapse(html), problems };
  } catch (error) {
    return { problems: [toProblem({ message: (error as Error).message }, mjml, file)] };
  }
}

function toProblem({ line, message }: MjmlError, mjml: UnmarkedMjml, file: string): Problem {
  const place = line === undefined ? undefined : mjml.placeOfLine(line);
  return {
    severity: 'error',
    code: 'mjml-invalid',
    what: `MJML refuses the template: ${message.replace(/\s+/g, ' ').replace(/\.?$/, '.')}`,
    where: place ?? { file, line: 1, column: 1 },
    fix: 'See https://documentation.mjml.io for the components and their attributes.',
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
