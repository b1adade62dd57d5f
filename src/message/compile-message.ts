import type { MarkdownIt } from 'markdown-it';
import type { Appeal } from '../appeal/read-appeal.ts';
import { type Checked, isError } from '../problem.ts';
import { loadWords } from '../words/load-words.ts';
import type { Words } from '../words/make-words.ts';
import { checkLetter } from './checks/check-letter.ts';
import { type FieldUse, fieldUses } from './checks/field-uses.ts';
import type { PlaceOfSetting } from './checks/finished-letter.ts';
import { type PlacedLink, webLinks } from './checks/web-links.ts';
import { findTornBlocks } from './commute.ts';
import { compileMjml } from './compile-mjml.ts';
import { conditionalCitations } from './conditional-citations.ts';
import { findHidden } from './find-hidden.ts';
import { type LetterSettings, letterContext } from './letter-context.ts';
import {
  htmlTemplates,
  type LetterTemplates,
  loadTemplates,
  placeOfLetter,
} from './letter-templates.ts';
import { makeSlots } from './make-slots.ts';
import { createMarkdown } from './markdown.ts';
import type { Message } from './message.ts';
import { checkSize } from './message-size.ts';
import { openIncluded } from './mjml-includes.ts';
import { openQuotes } from './mjml-open-quotes.ts';
import { createMjmlPlaces, type MjmlPlaces, unmark } from './mjml-places.ts';
import { structureMjml } from './mjml-structure.ts';
import { placeLetter } from './place-letter.ts';
import { placeOfText } from './place-of-text.ts';
import { type RenderedTemplates, renderTemplates } from './render-templates.ts';
import { type RootContext, rootContext } from './root-context.ts';
import { fieldProblems, rawProblems, runProblem, shadowedFields } from './run-problems.ts';
import { createSymbols, type Symbols } from './symbols.ts';
import { unreadableProblem } from './template.ts';
import { findLostTokens } from './token-check.ts';
import { trackLinks } from './track-links.ts';
import { wrapText } from './wrap-text.ts';

interface CompileInput {
  readonly appeal: Appeal;
  readonly settings: LetterSettings;
  /** Template folders, the workspace's before the ones that come with Outcry. */
  readonly roots: readonly string[];
  /** The list's merge fields; undefined when there is no list to tell. */
  readonly fields: readonly string[] | undefined;
  /** From which the tokens are derived (OUTCRY_SECRET). */
  readonly secret: string;
  readonly placeOfSetting?: PlaceOfSetting | undefined;
  /** Stands for `loadWords` where what it read before may be given again. */
  readonly loadWords?: typeof loadWords | undefined;
}

/** The message, and what the checks of lists and links must know of it besides. */
export interface Compiled extends Checked<Message> {
  readonly uses?: readonly FieldUse[];
  readonly links?: readonly PlacedLink[];
}

/**
 * Compiles the letter, once for all recipients: Handlebars, Markdown, MJML, with a token wherever
 * recipients differ. All problems are found in one go, as far as one does not hide another.
 */
export async function compileMessage(input: CompileInput): Promise<Compiled> {
  const { problems, ...compiled } = await compile(input);
  const hidden = compiled.value ? [] : await findHidden(input.appeal, problems, compileMended);
  // What stands in a loop is found once for each round.
  const all = [...problems, ...hidden].map(
    (problem) => [JSON.stringify(problem), problem] as const,
  );
  return { ...compiled, problems: [...new Map(all).values()] };

  function compileMended(appeal: Appeal) {
    return compile({ ...input, appeal });
  }
}

async function compile(input: CompileInput): Promise<Compiled> {
  const { appeal, roots } = input;
  const words = (input.loadWords ?? loadWords)(roots, langOf(input));
  const templates = loadTemplates(appeal, roots);
  const problems = [...words.problems, ...templates.problems];
  if (!words.value || !templates.value) return { problems };
  const run = runTemplates(input, templates.value, words.value);
  problems.push(...run.problems);
  if (!run.value || problems.some(isError)) return { problems };

  const html = await renderHtml(run.value, templates.value, langOf(input));
  problems.push(...html.problems);
  if (html.value === undefined) return { problems };

  const { subject, text, symbols, root } = run.value;
  const parts = { subject, html: html.value, text: wrapText(text) };
  const letter = { ...input, templates: templates.value, symbols, ...parts };
  problems.push(...checkLetter(letter));
  const tracked = trackLinks(parts, symbols, trackingOf(input));
  const slots = makeSlots(tracked.parts, symbols, input.secret, tracked.links);
  problems.push(...slots.problems);
  if (!slots.value) return { problems };
  const value = finish(input, slots.value, root);
  problems.push(...checkSize(value, appeal));
  return { value, problems, uses: fieldUses(letter), links: webLinks(letter) };
}

/** A symbolic run of Handlebars, and all that it took. */
interface Run extends RenderedTemplates {
  readonly symbols: Symbols;
  readonly places: MjmlPlaces;
  readonly markdown: MarkdownIt;
  readonly root: RootContext;
}

function runTemplates(input: CompileInput, templates: LetterTemplates, words: Words): Checked<Run> {
  const symbols = createSymbols();
  const places = createMjmlPlaces();
  const markdown = createMarkdown(words);
  const values = letterContext(input.appeal, input.settings, words);
  const unreadable = unreadableProblem(input.appeal.file, JSON.stringify(values));
  if (unreadable) return { problems: [unreadable] };
  const root = rootContext(values, input.fields, symbols);
  const letterNames = [...Object.keys(values), 'letter'];
  const fieldsOf = () => fieldProblems(templates, root, input.fields, letterNames);
  try {
    const rendered = renderTemplates(templates, root, symbols, places, markdown);
    const problems = [
      ...fieldsOf(),
      ...rawProblems(rendered.mjml, symbols),
      ...shadowedFields(templates, input.fields ?? [], letterNames),
      ...conditionalCitations(rendered.source, templates.body),
    ];
    return { value: { ...rendered, symbols, places, markdown, root }, problems };
  } catch (error) {
    return { problems: [runProblem(error), ...fieldsOf()] };
  }
}

/** From the rendered MJML to html, with all that MJML would pass over in silence. */
async function renderHtml(
  { source, mjml, symbols, places, markdown }: Run,
  templates: LetterTemplates,
  lang: string,
): Promise<Checked<string>> {
  const { file } = templates.layout;
  const open = openQuotes(mjml, places);
  if (open.length > 0) return { problems: open };
  const placed = placeLetter(openIncluded(mjml), placeOfLetter(templates));
  const used = htmlTemplates(templates);
  const structured = structureMjml(placed.source, places, symbols.blocks, file, (text, after) =>
    placeOfText(text, after, used),
  );
  const problems = [
    ...findTornBlocks(markdown, source, symbols.blocks),
    ...placed.problems,
    ...structured.problems,
  ];
  if (problems.length > 0) return { problems };
  const unmarked = unmark(structured.source, places);
  const html = await compileMjml(unmarked, file, symbols, lang);
  if (html.value === undefined) return html;
  const lost = findLostTokens(unmarked.source, html.value, symbols, file);
  return lost.length > 0 ? { problems: [...html.problems, ...lost] } : html;
}

type Slotted = NonNullable<ReturnType<typeof makeSlots>['value']>;

function trackingOf({ appeal, settings }: CompileInput) {
  const urls = appeal.notes.flatMap(({ sources }) => sources.flatMap(({ url }) => url ?? []));
  return {
    track: appeal.frontMatter.track ?? settings.track ?? [],
    sources: new Set(urls),
  };
}

function langOf({ appeal, settings }: CompileInput): string {
  return appeal.frontMatter.lang ?? settings.lang;
}

function finish(input: CompileInput, slotted: Slotted, root: RootContext): Message {
  const bytes = (text: string) => Buffer.byteLength(text);
  return {
    lang: langOf(input),
    notes: input.appeal.notes,
    ...slotted,
    bytes: { html: bytes(slotted.html), text: bytes(slotted.text) },
    fields: [...new Set([...slotted.fields, ...root.assumed])].sort(),
  };
}
