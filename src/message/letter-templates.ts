import type { Appeal } from '../appeal/read-appeal.ts';
import { didYouMean } from '../nearest.ts';
import type { Checked, Place, Problem } from '../problem.ts';
import { unknownPartial } from './call-problems.ts';
import { misplacedFields } from './front-matter-fields.ts';
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
  const problems: Problem[] = [...misplacedFields(appeal), ...files.problems];
  const names = [...files.partials.keys()];
  let areParsed = true;
  const parse: Parse = (file, placeIn) => {
    const parsed = parseTemplate({ ...file, placeIn });
    problems.push(...parsed.problems);
    areParsed &&= parsed.value !== undefined;
    return parsed.value;
  };
  const body = parse({ file: appeal.file, text: appeal.body });
  const texts = parseTexts(appeal, parse);
  const layout = parse(files.layout);
  const text = parse(files.text);
  const partials = parsePartials(files, parse);
  if (body) problems.push(...misplacedPartials(body, names));
  problems.push(...partialsInTexts(texts, names));
  if (!body || !layout || !text) return { problems };
  const value = { body, texts, layout, text, partials };
  if (areParsed) problems.push(...unknownPartials(value));
  return problems.length > 0 ? { problems } : { value, problems: textless(body, partials) };
}

/** Every template of a letter. */
export function allTemplates(templates: LetterTemplates): Template[] {
  const { body, texts, layout, text, partials } = templates;
  const forms = [...partials.values()].flatMap(({ mjml, text: plain }) => [mjml, plain ?? []]);
  return [body, ...texts.values(), layout, text, ...forms.flat()];
}

/** An inline partial is known to the partials that are used where it is defined, so to any file. */
function unknownPartials(templates: LetterTemplates): Problem[] {
  const all = allTemplates(templates);
  const known = [...templates.partials.keys(), ...all.flatMap(({ inline }) => inline)];
  return all
    .flatMap(({ partials }) => partials)
    .filter(({ name, isBlock }) => !isBlock && !name.startsWith('@') && !known.includes(name))
    .map(({ name, where }) => unknownPartial(name, where, known));
}

/** What the html is made of, as files: the letter, its layout, and the partials that these use. */
export function htmlTemplates({ body, layout, partials }: LetterTemplates): Template[] {
  return withPartials([body, layout], (name) => partials.get(name)?.mjml);
}

/** Every template that the letter uses, in html or text. */
export function usedTemplates(templates: LetterTemplates): Template[] {
  const { body, texts, text, partials } = templates;
  const plain = withPartials([body, text], (name) => partials.get(name)?.text);
  return [...new Set([...htmlTemplates(templates), ...texts.values(), ...plain])];
}

function withPartials(
  templates: readonly Template[],
  partialOf: (name: string) => Template | undefined,
): Template[] {
  const used = new Set(templates);
  // A set that grows while it is walked is walked to its end.
  for (const { partials } of used) {
    for (const { name } of partials) {
      const partial = partialOf(name);
      if (partial) used.add(partial);
    }
  }
  return [...used];
}

/** Where a template puts the letter. */
export function placeOfLetter(templates: LetterTemplates): Place | undefined {
  const uses = htmlTemplates(templates).flatMap(({ paths }) => paths);
  return uses.find(({ name }) => name === 'letter')?.where;
}

type Parse = (file: TemplateFile, placeIn?: (offset: number) => Place) => Template | undefined;

function parseTexts(appeal: Appeal, parse: Parse): Map<LetterTextName, Template> {
  const texts = new Map<LetterTextName, Template>();
  for (const name of LETTER_TEXTS) {
    const text = appeal.frontMatter[name];
    if (text === undefined) continue;
    const template = parse({ file: appeal.file, text }, appeal.placeIn([name], text));
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
function misplacedPartials(body: Template, names: readonly string[]): Problem[] {
  return body.partials
    .filter(({ name, isBlock, isAlone }) => names.includes(name) && (isBlock || !isAlone))
    .map(({ name, isBlock, where }) => ({
      severity: 'error',
      code: isBlock ? 'partial-block' : 'partial-inline',
      what: isBlock
        ? `{{#> ${name}}} … {{/${name}}} cannot stand in a letter.`
        : `{{> ${name}}} stands in the middle of a line.`,
      where,
      fix: `Write {{> ${name}}} on a line of its own.`,
    }));
}

/** A subject or a button is one line of text, and partials are components. */
function partialsInTexts(texts: LetterTemplates['texts'], names: readonly string[]): Problem[] {
  return [...texts].flatMap(([text, { partials }]) =>
    partials
      .filter(({ name }) => names.includes(name))
      .map(({ name, where }) => ({
        severity: 'error',
        code: 'partial-inline',
        what: `{{> ${name}}} cannot stand in the ${text} of the front matter.`,
        where,
        fix: 'Take it out: a partial stands on a line of its own in the letter.',
      })),
  );
}

/** A partial of the letter that the text part would be without. */
function textless({ partials: uses }: Template, partials: LetterTemplates['partials']): Problem[] {
  return uses
    .filter(({ name }) => partials.has(name) && !partials.get(name)?.text)
    .map(({ name, where }) => ({
      severity: 'warning',
      code: 'partial-textless',
      what: `The text part of the letter lacks {{> ${name}}}, which has no text form.`,
      where,
      fix: `Put it at templates/letters/partials/${name}.txt, or an empty file there if nothing is lost.`,
    }));
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
