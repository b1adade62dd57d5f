import Handlebars from 'handlebars';
import type { MarkdownIt } from 'markdown-it';
import { prepareAst, symbolicHandlebars } from './handlebars-run.ts';
import { LETTER_TEXTS, LetterText } from './letter-context.ts';
import { type RenderedLetter, renderLetter } from './letter-pieces.ts';
import type { LetterTemplates } from './letter-templates.ts';
import { type MjmlPlaces, markLetter } from './mjml-places.ts';
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

/** Runs every template once, symbolically: texts of the front matter, letter, layout, text part. */
export function renderTemplates(
  templates: LetterTemplates,
  root: RootContext,
  symbols: Symbols,
  places: MjmlPlaces,
  markdown: MarkdownIt,
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
    const mjml = compileHtml(partial.mjml);
    const text = partial.text ? compileText(partial.text) : () => '';
    html.registerPartial(name, mjml);
    plain.registerPartial(name, text);
    letter.registerPartial(name, standsApart(mjml, text, symbols));
  }
  places.mark(templates.layout);

  const context = root.context;
  for (const name of LETTER_TEXTS) {
    const template = templates.texts.get(name);
    if (!template) continue;
    context[name] = new LetterText(
      compileHtml(withEscapedContent(template))(context),
      compileText(template)(context),
      symbols.isEscaping,
    );
  }
  const source = compile(letter, templates.body, false)(context);
  const rendered: RenderedLetter = renderLetter(markdown, source, symbols.partials);
  context.letter = new LetterText(markLetter(rendered.mjml), rendered.text, symbols.isEscaping);
  return {
    source,
    subject: (context.subject as LetterText).text,
    mjml: compileHtml(templates.layout)(context),
    text: compileText(templates.text)(context),
  };
}

// Handlebars' own rule, said aloud: else it writes a warning to the console.
const OWN_ONLY = { allowProtoMethodsByDefault: false, allowProtoPropertiesByDefault: false };

/** From a copy of the AST: compiling strips white space from it, in place. */
function compile(env: typeof Handlebars, template: Template, noEscape: boolean): Render {
  const render = env.compile(prepareAst(structuredClone(template.ast)), {
    preventIndent: true,
    noEscape,
  });
  return (context, options) => render(context, { ...OWN_ONLY, ...options });
}

/** In the letter a partial becomes one token between blank lines; Markdown never sees its MJML. */
function standsApart(mjml: Render, text: Render, symbols: Symbols): Render {
  return (context, options) => {
    const data = (options as { data?: unknown } | undefined)?.data;
    const partial = { mjml: mjml(context, { data }), text: text(context, { data }) };
    return `\n\n${symbols.addPartial(partial)}\n\n`;
  };
}

/** What staff write in the front matter is text, in the html too. */
function withEscapedContent(template: Template): Template {
  const ast = structuredClone(template.ast);
  const visitor = new Handlebars.Visitor();
  visitor.ContentStatement = (node) => {
    node.value = Handlebars.escapeExpression(node.value);
  };
  visitor.accept(ast);
  return { ...template, ast };
}
