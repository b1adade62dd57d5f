import type Handlebars from 'handlebars';
import { SlotError, symbolicHandlebars } from './handlebars-run.ts';
import { LETTER_TEXTS, LetterText } from './letter-context.ts';
import { type RenderedLetter, renderLetter } from './letter-pieces.ts';
import type { LetterTemplates } from './letter-templates.ts';
import { createMarkdown } from './markdown.ts';
import type { MjmlPlaces } from './mjml-places.ts';
import type { RootContext } from './root-context.ts';
import type { Symbols } from './symbols.ts';
import type { Template } from './template.ts';

/** What Handlebars and Markdown make of the templates; tokens stand for what differs. */
export interface RenderedTemplates {
  /** The letter before Markdown, for its lint. */
  readonly source: string;
  readonly subject: string;
  readonly mjml: string;
  readonly text: string;
}

type Render = (context: unknown, options?: object) => string;

const PARTIAL_DEPTH = 50;

/** Runs every template once, symbolically: texts of the front matter, letter, layout, text part. */
export function renderTemplates(
  templates: LetterTemplates,
  root: RootContext,
  symbols: Symbols,
  places: MjmlPlaces,
): RenderedTemplates {
  const html = symbolicHandlebars(symbols);
  const plain = symbolicHandlebars(symbols);
  const letter = symbolicHandlebars(symbols);
  const compileHtml = (template: Template) => compile(html, template, false);
  const compileText = (template: Template): Render => {
    const render = compile(plain, template, true);
    return (context, options) => symbols.unescaped(() => render(context, options));
  };

  for (const [name, partial] of templates.partials) {
    places.mark(partial.mjml);
    const mjml = guarded(name, compileHtml(partial.mjml), root);
    const text = guarded(name, partial.text ? compileText(partial.text) : () => '', root);
    html.registerPartial(name, mjml);
    plain.registerPartial(name, text);
    letter.registerPartial(name, standsApart(name, mjml, text, symbols));
  }
  places.mark(templates.layout);

  const context = root.context;
  for (const name of LETTER_TEXTS) {
    const template = templates.texts.get(name);
    context[name] =
      template &&
      new LetterText(
        compileHtml(template)(context),
        compileText(template)(context),
        symbols.isEscaping,
      );
  }
  const source = compile(letter, templates.body, false)(context);
  const rendered: RenderedLetter = renderLetter(createMarkdown(), source, symbols.partials);
  context.letter = new LetterText(rendered.mjml, rendered.text, symbols.isEscaping);
  return {
    source,
    subject: (context.subject as LetterText).text,
    mjml: compileHtml(templates.layout)(context),
    text: compileText(templates.text)(context),
  };
}

/** From a copy of the AST: compiling strips white space from it, in place. */
function compile(env: typeof Handlebars, template: Template, noEscape: boolean): Render {
  return env.compile(structuredClone(template.ast), { preventIndent: true, noEscape });
}

/** A partial that watches for unknown fields and for endless recursion. */
function guarded(name: string, render: Render, root: RootContext): Render {
  let depth = 0;
  return (context, options) => {
    if (depth >= PARTIAL_DEPTH) throw recursion(name);
    depth += 1;
    try {
      return render(root.watch(context), options);
    } finally {
      depth -= 1;
    }
  };
}

/** In the letter a partial becomes one token between blank lines; Markdown never sees its MJML. */
function standsApart(name: string, mjml: Render, text: Render, symbols: Symbols): Render {
  return (context, options) => {
    if ((options as { fn?: unknown } | undefined)?.fn) throw partialBlock(name);
    const data = (options as { data?: unknown } | undefined)?.data;
    const partial = { mjml: mjml(context, { data }), text: text(context, { data }) };
    return `\n\n${symbols.addPartial(partial)}\n\n`;
  };
}

function recursion(name: string): SlotError {
  return new SlotError(
    'partial-recursion',
    `The partial "${name}" calls itself without end.`,
    undefined,
    'Remove the call, or put it into an {{#if}} that ends.',
  );
}

function partialBlock(name: string): SlotError {
  return new SlotError(
    'partial-block',
    `{{#> ${name}}} … {{/${name}}} cannot stand in a letter.`,
    undefined,
    `Write {{> ${name}}} on a line of its own.`,
  );
}
