import path from 'node:path';
import { type Place, type Problem, placeAt } from '../problem.ts';
import { mjmlParts } from './mjml-tags.ts';

interface Including {
  readonly file: string;
  /** Inside the template folder, such as letters/petition.mjml. */
  readonly path: string;
  readonly text: string;
}

interface Include {
  /** The partial that the included file becomes. */
  readonly name: string;
  readonly path: string;
}

const COMMENTS = '<!--[\\s\\S]*?-->|\\{\\{!--[\\s\\S]*?--\\}\\}';
const TAG =
  '<mj-include\\b(?<attributes>(?:"[^"]*"|\'[^\']*\'|[^\'">])*?)(?:/>|>\\s*</mj-include\\s*>)';

/**
 * Turns every `<mj-include path="…" />` into the call of a partial, so that what is included is
 * checked, and known by its own places, as all other templates are. The text keeps its lines.
 * Only files of the template folders can be included.
 */
export function findIncludes(from: Including, exists: (path: string) => boolean) {
  const includes: Include[] = [];
  const problems: Problem[] = [];
  const text = from.text.replace(new RegExp(`${COMMENTS}|${TAG}`, 'gi'), (tag, ...rest) => {
    const { attributes } = rest.at(-1) as { attributes?: string };
    if (attributes === undefined) return tag;
    const written = attribute(attributes, 'path') ?? '';
    const target = path.posix.join(path.posix.dirname(from.path), written.replaceAll('\\', '/'));
    const isInside = !target.startsWith('../') && !path.isAbsolute(written) && written !== '';
    const name = target.replace(/^letters\/partials\/([\w-]+)\.mjml$/, '$1');
    if (!isInside || name.includes(']') || !exists(target)) {
      problems.push(
        lost(written, placeAt(from.file, from.text, rest.at(-3) as number, tag.length)),
      );
      return '';
    }
    includes.push({ name, path: target });
    return sameLines(callOf(name, attributes), tag);
  });
  return { text, includes, problems };
}

/** MJML's own three kinds of include (https://documentation.mjml.io/#mj-include). */
function callOf(name: string, attributes: string): string {
  const call = `{{> [${name}]}}`;
  const type = attribute(attributes, 'type');
  if (type === 'html') return `<mj-raw>${call}</mj-raw>`;
  if (type !== 'css') return call;
  const inline = attribute(attributes, 'css-inline') === 'inline' ? ' inline="inline"' : '';
  return `<mjml><mj-head><mj-style${inline}>${call}</mj-style></mj-head></mjml>`;
}

function attribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(attributes);
  return match?.[1] ?? match?.[2];
}

function sameLines(text: string, tag: string): string {
  const lines = tag.split('\n').length - 1;
  return lines > 0 ? text + '\n'.repeat(lines) : text.padEnd(tag.length);
}

function lost(written: string, where: Place): Problem {
  return {
    severity: 'error',
    code: 'include-missing',
    what: `There is no file "${written}" to include under templates/.`,
    where,
    fix: 'Name a file of templates/ by its path from this one, such as ./partials/header.mjml, or write a partial: {{> header}}.',
  };
}

/**
 * Opens the whole documents that were included: their body comes where the include stands, what is
 * in their head goes to the end of the template's own.
 */
export function openIncluded(marked: string): string {
  let [depth, heads, position] = [0, 0, 0];
  let [body, head] = ['', ''];
  const emit = (end: number) => {
    if (heads > 0) head += marked.slice(position, end);
    else body += marked.slice(position, end);
  };
  for (const { kind, name, start, end } of mjmlParts(marked)) {
    if (kind !== 'open' && kind !== 'close') continue;
    if (name !== 'mjml' && name !== 'mj-head' && name !== 'mj-body') continue;
    const step = kind === 'open' ? 1 : -1;
    if (name === 'mjml') depth += step;
    // The document itself stands at depth 1; a closing tag has been counted already.
    if (depth + (name === 'mjml' && kind === 'close' ? 1 : 0) < 2) continue;
    emit(start);
    position = end;
    if (name === 'mj-head') heads += step;
  }
  emit(marked.length);
  return withHead(body, head);
}

function withHead(marked: string, more: string): string {
  if (more === '') return marked;
  const parts = mjmlParts(marked);
  const end = parts.find(({ kind, name }) => kind === 'close' && name === 'mj-head');
  if (end) return marked.slice(0, end.start) + more + marked.slice(end.start);
  const root = parts.find(({ kind, name }) => kind === 'open' && name === 'mjml')?.end ?? 0;
  return `${marked.slice(0, root)}<mj-head>${more}</mj-head>${marked.slice(root)}`;
}
