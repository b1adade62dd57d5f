import type { Copy } from './finish-copy.ts';
import { type Html, html } from './html.ts';
import { renderDetails } from './inbox-details.ts';
import { type InboxQuery, inboxHref, VIEWS, type View } from './inbox-query.ts';
import type { MailAddress } from './mail.ts';
import { FRAME_RIGHTS, hasPictures } from './show-mail.ts';

/** The right side: one recipient's copy, in one of four views. */
export function renderCopy(query: InboxQuery, copy: Copy | undefined): Html {
  if (!copy)
    return html`<main class="copy" id="copy">${query.id ? renderGone(query) : undefined}</main>`;
  return html`<main class="copy" id="copy">
${renderBack(query)}
<h2>${copy.subject || '(no subject)'}</h2>
<dl class="people">
<div><dt>To</dt><dd>${copy.to} <a href="${inboxHref(query, { to: copy.to, q: undefined, page: 1, id: copy.id })}">all for this address</a></dd></div>
<div><dt>From</dt><dd>${person(copy.from)}</dd></div>
${copy.reply_to ? html`<div><dt>Reply to</dt><dd>${person(copy.reply_to)}</dd></div>` : undefined}
</dl>
${renderTabs(query, copy)}
${SHOW[query.view](copy, query)}
</main>`;
}

/** For narrow screens, where the list is not beside the message. */
function renderBack(query: InboxQuery): Html {
  const href = inboxHref(query, { id: undefined, view: 'html', pictures: 'no' });
  return html`<a class="back" href="${href}">‹ All messages</a>`;
}

function renderGone(query: InboxQuery): Html {
  return html`${renderBack(query)}<p class="none">This message is no longer here. The sandbox keeps its inbox in memory, and drops the oldest messages when there are very many.</p>`;
}

function person({ name, email }: MailAddress): Html {
  return name ? html`${name} <span class="quiet">${email}</span>` : html`${email}`;
}

const TITLES: Readonly<Record<View, string>> = {
  html: 'Letter',
  phone: 'Phone',
  text: 'Plain text',
  headers: 'Headers',
};

function renderTabs(query: InboxQuery, { id, html: letter }: Copy): Html {
  const tabs = VIEWS.map((view) => {
    const current = view === query.view ? html` aria-current="page"` : undefined;
    return html`<a href="${inboxHref(query, { id, view })}"${current}>${TITLES[view]}</a>`;
  });
  return html`<nav class="tabs" aria-label="How to show this message">${tabs}<span class="rest">${renderPictures(query, id, letter)}</span></nav>`;
}

/** Pictures that lie elsewhere are fetched only when somebody asks for them. */
function renderPictures(query: InboxQuery, id: string, letter: string): Html | undefined {
  const framed = query.view === 'html' || query.view === 'phone';
  if (!framed || !hasPictures(letter)) return undefined;
  const pictures = query.pictures === 'yes' ? 'no' : 'yes';
  const words = pictures === 'yes' ? 'Show pictures' : 'Hide pictures';
  return html`<a href="${inboxHref(query, { id, pictures })}">${words}</a>`;
}

const SHOW: Readonly<Record<View, (copy: Copy, query: InboxQuery) => Html>> = {
  html: (copy, query) => html`<div class="sheet">${renderFrame(copy, query)}</div>`,
  phone: (copy, query) =>
    html`<div class="stage"><div class="phone">${renderFrame(copy, query)}</div></div>`,
  text: ({ text }) =>
    text
      ? html`<pre class="text" tabindex="0">${text}</pre>`
      : html`<p class="none">This message has no plain text part.</p>`,
  headers: (copy) => renderDetails(copy),
};

function renderFrame(copy: Copy, { pictures }: InboxQuery): Html {
  if (!copy.html) return html`<p class="none">This message has no html part.</p>`;
  const source = `/_sandbox/messages/${copy.id}/html${pictures === 'yes' ? '?pictures=yes' : ''}`;
  return html`<iframe title="The letter to ${copy.to}" src="${source}" sandbox="${FRAME_RIGHTS}" referrerpolicy="no-referrer"></iframe>`;
}
