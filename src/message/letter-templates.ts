import type { Appeal } from '../appeal/read-appeal.ts';
import { didYouMean } from '../nearest.ts';
import type { Checked, Problem } from '../problem.ts';
import { LETTER_TEXTS } from './letter-context.ts';
import { parseTemplate, type Template } from './template.ts';
import { findLetter, type LetterFiles, listLetters, type TemplateFile } from './template-files.ts';

export type LetterTextName = (typeof LETTER_TEXTS)[number];

/** Everything with Handlebars in it that makes one letter, parsed. */
export interface LetterTemplates {
  readonly body: Template;
  readonly texts: ReadonlyMap<LetterTextName, Template>;
  readonly layout: Template;
  readonly text: Template;
  readonly partials: ReadonlyMap<string, { mjml: Template; text: Template | undefined }>;
}

/** Finds and parses an appeal's templates, with the problems of all of them. */
export function loadTemplates(appeal: Appeal, roots: readonly string[]): Checked<LetterTemplates> {
  const files = findLetter(roots, appeal.frontMatter.template);
  if (!files) return { problems: [missingTemplate(appeal, listLetters(roots))] };
  const problems: Problem[] = [];
  const names = [...files.partials.keys()];
  const parse = (file: TemplateFile, origin?: { line: number; column: number }) => {
    const parsed = parseTemplate({ ...file, origin, partials: names });
    problems.push(...parsed.problems);
    return parsed.value;
  };
  const body = parse({ file: appeal.file, text: appeal.body });
  const texts = parseTexts(appeal, parse);
  const layout = parse(files.layout);
  const text = parse(files.text);
  const partials = parsePartials(files, parse);
  if (body) problems.push(...inlinePartials(body, names));
  if (!body || !layout || !text || problems.length > 0) return { problems };
  return { value: { body, texts, layout, text, partials }, problems };
}

type Parse = (
  file: TemplateFile,
  origin?: { line: number; column: number },
) => Template | undefined;

function parseTexts(appeal: Appeal, parse: Parse): Map<LetterTextName, Template> {
  const texts = new Map<LetterTextName, Template>();
  for (const name of LETTER_TEXTS) {
    const text = appeal.frontMatter[name];
    if (text === undefined) continue;
    const template = parse({ file: appeal.file, text }, appeal.placeOf([name]));
    if (template) texts.set(name, template);
  }
  return texts;
}

function parsePartials(files: LetterFiles, parse: Parse) {
  const partials = new Map<string, { mjml: Template; text: Template | undefined }>();
  for (const [name, { mjml, text }] of files.partials) {
    const template = parse(mjml);
    if (template) partials.set(name, { mjml: template, text: text && parse(text) });
  }
  return partials;
}

/** A partial is a block of its own: in the middle of a paragraph there is no place for it. */
function inlinePartials(body: Template, names: readonly string[]): Problem[] {
  const lines = body.text.split('\n');
  return lines.flatMap((line, index) =>
    [...line.matchAll(/\{\{~?#?>\s*([\w-]+)[^}]*\}\}/g)]
      .filter((match) => names.includes(match[1] ?? '') && line.trim() !== match[0])
      .map(
        (match): Problem => ({
          severity: 'error',
          code: 'partial-inline',
          what: `${match[0]} stands in the middle of a line.`,
          where: {
            file: body.file,
            line: index + 1,
            column: match.index + 1,
            length: match[0].length,
          },
          fix: 'Put it on a line of its own.',
        }),
      ),
  );
}

function missingTemplate(appeal: Appeal, known: readonly string[]): Problem {
  const name = appeal.frontMatter.template;
  return {
    severity: 'error',
    code: 'template-missing',
    what: `There is no template "${name}".`,
    where: appeal.placeOf(['template']),
    fix: `Put it at templates/letters/${name}.mjml, or use one of these: ${known.join(', ')}.${didYouMean(name, known)}`,
  };
}
