import { formatCount } from '../format-count.ts';
import type { Copy } from './finish-copy.ts';
import { type Html, html } from './html.ts';
import type { Texts } from './mail.ts';
import { bytesOf } from './shape.ts';

const SHOWN_CHARACTERS = 160;

/** What a mail program hides: headers, custom args, categories, and the substitutions with their sizes. */
export function renderDetails(copy: Copy): Html {
  const { substitutions } = copy;
  const sizes = `${formatCount(bytesOf(substitutions))} of 10,000 bytes`;
  return html`<div class="details" tabindex="0">
${renderTable('Attachments', attachmentsOf(copy))}
${renderTable('Headers', copy.headers)}
${renderTable('Custom args', copy.custom_args, 'come back with every event')}
${copy.categories.length > 0 ? renderTable('Categories', Object.fromEntries(copy.categories.map((name, index) => [String(index + 1), name]))) : undefined}
${renderSubstitutions(substitutions, sizes)}
${renderTable('Message', { 'X-Message-Id': copy.message_id, accepted: copy.at, id: copy.id })}
</div>`;
}

function attachmentsOf({ attachments }: Copy): Texts {
  return Object.fromEntries(
    attachments.map(({ filename, type, bytes, sha256 }) => [
      filename,
      `${type}, ${formatCount(bytes)} bytes, SHA-256 ${sha256}`,
    ]),
  );
}

function renderTable(title: string, rows: Texts, note?: string): Html {
  const entries = Object.entries(rows);
  if (entries.length === 0) return html``;
  return html`<table><caption>${title}${note ? html` <span class="quiet">${note}</span>` : undefined}</caption>
<colgroup><col class="name"><col></colgroup>
<tbody>${entries.map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  )}</tbody></table>`;
}

function renderSubstitutions(substitutions: Texts, sizes: string): Html {
  const entries = Object.entries(substitutions);
  if (entries.length === 0) return html``;
  return html`<table><caption>Substitutions <span class="quiet">${sizes}</span></caption>
<colgroup><col class="name"><col><col class="size"></colgroup>
<thead><tr><th scope="col">Key</th><th scope="col">Value</th><th scope="col" class="number">Bytes</th></tr></thead>
<tbody>${entries.map(
    ([key, value]) =>
      html`<tr><th scope="row">${key}</th><td>${shorten(value)}</td><td class="number">${formatCount(Buffer.byteLength(value))}</td></tr>`,
  )}</tbody></table>`;
}

function shorten(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)} …` : text;
}
