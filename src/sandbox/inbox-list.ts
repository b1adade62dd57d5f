import { formatCount } from '../format-count.ts';
import type { Copy } from './finish-copy.ts';
import { type Html, html } from './html.ts';
import { type InboxQuery, inboxHref } from './inbox-query.ts';
import { type InboxView, PAGE_SIZE } from './inbox-view.ts';
import { showTime } from './inbox-words.ts';
import { MAGIC_ENDINGS } from './make-events.ts';

/** The left side: search, the messages (newest first), paging, and a word on magic addresses. */
export function renderList(view: InboxView): Html {
  const { query, copies, chosen, now } = view;
  return html`<nav class="list" aria-label="Messages">
<form class="search" action="/" role="search">
<label for="q">Find an address or a subject</label>
<div><input id="q" name="q" type="search" value="${query.q ?? query.to}" placeholder="Address or subject" autocomplete="off" spellcheck="false">
<button>Find</button></div>
</form>
${renderPaging(view)}
${copies.length === 0 ? renderNone(query) : html`<ol>${copies.map((copy) => renderRow(query, copy, copy.id === chosen?.id, now))}</ol>`}
<p class="help">${HELP}</p>
</nav>`;
}

function renderRow(query: InboxQuery, copy: Copy, isChosen: boolean, now: number): Html {
  return html`<li><a href="${inboxHref(query, { id: copy.id, pictures: 'no' })}"${isChosen ? html` aria-current="true"` : undefined}>
<span class="to">${copy.to}</span> <time datetime="${copy.at}">${showTime(copy.at, now)}</time>
<span class="subject">${copy.subject || '(no subject)'}</span></a></li>`;
}

function renderPaging({ query, total, copies }: InboxView): Html {
  const first = (query.page - 1) * PAGE_SIZE;
  const last = first + copies.length;
  const go = (page: number, words: string, rel: string) =>
    html`<a rel="${rel}" href="${inboxHref(query, { page, id: undefined })}">${words}</a>`;
  return html`<div class="paging">
<span>${copies.length > 0 ? `${formatCount(first + 1)}–${formatCount(last)} of ${formatCount(total)}` : 'No messages'}</span>
${query.q || query.to ? html`<a href="/">Show all</a>` : undefined}
${query.page > 1 ? go(query.page - 1, 'Newer', 'prev') : undefined}
${last < total ? go(query.page + 1, 'Older', 'next') : undefined}
</div>`;
}

function renderNone({ q, to }: InboxQuery): Html {
  return html`<p class="none">${q || to ? `No message for “${q || to}”.` : 'No messages on this page.'}</p>`;
}

const HELP = html`Addresses for trying out, by what stands before the @: ${Object.entries(
  MAGIC_ENDINGS,
).map(
  ([ending, { does }]) => html`<code>…${ending}</code> ${does}; `,
)}a sender <code>…+unverified</code> is refused.`;
