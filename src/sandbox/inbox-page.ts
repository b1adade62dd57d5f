import { formatCount } from '../format-count.ts';
import type { SandboxStats } from './books.ts';
import { type Html, html } from './html.ts';
import { renderCopy } from './inbox-copy.ts';
import { renderList } from './inbox-list.ts';
import { inboxHref } from './inbox-query.ts';
import type { InboxView } from './inbox-view.ts';

/** The whole page. */
export function renderInbox(view: InboxView): string {
  const { query, stats, chosen } = view;
  const state = query.id ? 'reading' : 'browsing';
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${chosen && query.id ? `${chosen.subject} · ` : ''}Sandbox inbox (${formatCount(stats.recipients)})</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="/_sandbox/inbox.css">
</head>
<body class="${state}">
<a class="skip" href="#copy">Skip to the message</a>
<header class="bar">
<h1><a href="/">${ENVELOPE} Sandbox <span>inbox</span></a></h1>
${renderStats(stats)}
<a class="button" href="${inboxHref(query)}">Refresh</a>
</header>
${stats.accepted === 0 ? renderEmpty(view.url) : html`<div class="panes">${renderList(view)}${renderCopy(query, chosen)}</div>`}
</body>
</html>
`.markup;
}

function renderStats(stats: SandboxStats): Html {
  const rows: [string, number, string?][] = [
    ['requests', stats.requests],
    ['accepted', stats.accepted],
    ['refused', stats.refused, 'warn'],
    ['recipients', stats.recipients],
    ['mailed twice', stats.duplicates, 'bad'],
  ];
  return html`<dl class="stats" aria-label="What was sent so far">${rows.map(
    ([name, count, tone]) =>
      html`<div class="${count > 0 ? tone : undefined}"><dt>${name}</dt><dd>${formatCount(count)}</dd></div>`,
  )}</dl>`;
}

function renderEmpty(url: string): Html {
  return html`<main class="empty" id="copy">
<svg viewBox="0 0 64 48" width="96" height="72" aria-hidden="true"><rect x="2" y="2" width="60" height="44" rx="5"/><path d="m4 6 28 22L60 6"/></svg>
<h2>Nothing has been sent yet</h2>
<p>Put this line into the file <code>.env</code> of your workspace, so that Outcry sends to this sandbox in place of SendGrid:</p>
<pre><code>OUTCRY_SENDGRID_URL=${url}</code></pre>
<p>Then run, with an appeal and a list of yours:</p>
<pre><code>outcry send templates/appeals/….md --list lists/….csv</code></pre>
<p>Every copy shows up here, and nobody is mailed.</p>
<p><a class="button" href="/">Look again</a></p>
</main>`;
}

const ENVELOPE = html`<svg viewBox="0 0 64 48" width="24" height="18" aria-hidden="true"><rect x="2" y="2" width="60" height="44" rx="6"/><path d="m4 7 28 21L60 7"/></svg>`;

const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -12 72 72" fill="none" stroke="#2f7d6b" stroke-width="6"><rect x="2" y="2" width="60" height="44" rx="6"/><path d="m4 7 28 21L60 7"/></svg>',
)}`;
