import { STYLE } from './page-style.ts';

const bar = (percent: string) =>
  `<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="fill" width="{{${percent}}}" height="6"/></svg>`;

const WHISKER = `<svg class="whisker" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true"><line class="ground" x1="0" x2="100" y1="7" y2="7" vector-effect="non-scaling-stroke"/><rect class="reach" x="{{from}}" y="4" width="{{length}}" height="6"/><rect class="fill" x="{{at}}" y="1" width=".6" height="12"/></svg>`;

const STEPS_HEAD = `<thead><tr><th scope="col">Step</th><th scope="col" class="count">Count</th><th scope="col">Share, and between what it lies with 95 %</th></tr></thead>`;
const STEP_CELLS = `<td class="count">{{count}}</td><td class="share">{{share}}{{#if between}} ({{between}} %){{/if}}</td>`;

const TIME = `{{#with time}}
<h2 id="time">Signatures by {{unit}}</h2>
<div class="plot">
<div class="ticks" aria-hidden="true">{{#each ticks}}<span style="bottom:{{up}}%">{{text}}</span>{{/each}}</div>
<svg viewBox="0 0 {{width}} {{height}}" preserveAspectRatio="none" aria-hidden="true">
{{#each ticks}}<line class="grid" x1="0" x2="{{../width}}" y1="{{y}}" y2="{{y}}" vector-effect="non-scaling-stroke"/>{{/each}}
{{#each bars}}<rect class="fill" x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}"/>{{/each}}
</svg>
</div>
<div class="ends" aria-hidden="true"><span>{{first}}</span>{{#unless one}}<span>{{last}}</span>{{/unless}}</div>
<p>Through the recipients' own links; times are UTC.</p>
<details><summary>The figures</summary>
<table><caption>Signatures by {{unit}}</caption><thead><tr><th scope="col">From</th><th scope="col" class="count">Signatures</th></tr></thead>
<tbody>{{#each rows}}<tr><th scope="row">{{when}}</th><td class="count">{{count}}</td></tr>
{{/each}}</tbody></table>
</details>
{{/with}}`;

const CELLS = `{{#each cells}}<td class="told">{{count}}{{#if share}}<br><small>{{share}}{{#if between}}<br>({{between}}){{/if}}</small>{{/if}}</td>{{/each}}`;

const TESTED = `{{#if tested}}
<h2>Tested against each other</h2>
<table>
<thead><tr><th scope="col">Variant</th><th scope="col" class="count">Signatures</th><th scope="col">Share</th></tr></thead>
<tbody>
{{#each tested}}
<tr><th scope="row">{{variant}} · “{{subject}}”{{#if is_winner}} · <strong>the winner</strong>{{/if}}${WHISKER}</th><td class="count">{{signatures}}</td><td class="share">of {{accepted}} accepted: {{rate}}<br>the best with {{chance}}</td></tr>
{{/each}}
</tbody>
</table>
<p>Signatures in the trial; in brackets, and as the band, between what the rate lies with 95 %. The line ends at {{tested.0.end}} %.</p>
{{#if rest.recipients}}
<p>{{#if rest.winner}}The rest got variant {{rest.winner}}{{else}}The rest waits for the winner{{/if}}: {{rest_accepted}} of {{rest_recipients}} accepted, {{rest_signatures}} signed.</p>
{{/if}}
{{/if}}`;

const COMPARED = `{{#with compared}}
<h2 id="compared">Compared with other campaigns</h2>
<div class="wide" role="region" aria-labelledby="compared" tabindex="0">
<table>
<thead><tr><th scope="col">Campaign</th><th scope="col" class="count">accepted</th>{{#each names}}<th scope="col" class="count">{{this}}</th>{{/each}}</tr></thead>
<tbody>
{{#each rows}}
<tr><th scope="row">{{campaign}}${WHISKER}</th><td class="count">{{accepted}}</td>${CELLS}</tr>
{{/each}}
</tbody>
</table>
</div>
<p>Shares are of the accepted ones; in brackets, between what they lie with 95 %. The band is that of those who signed; its line ends at {{end}} %.</p>
{{/with}}`;

const DOMAINS = `{{#if mail_domains}}
<h2 id="domains">By mail domain</h2>
<div class="wide" role="region" aria-labelledby="domains" tabindex="0">
<table>
<thead><tr><th scope="col">Domain</th><th scope="col" class="count">Accepted</th><th scope="col" class="count">Delivered</th><th scope="col" class="count">Bounced</th><th scope="col" class="count">Complaints</th><th scope="col" class="count">Clicked</th><th scope="col" class="count">Signatures</th></tr></thead>
<tbody>
{{#each mail_domains}}
<tr><th scope="row">{{domain}}${bar('percent')}</th><td class="count">{{accepted}}</td>${CELLS}</tr>
{{/each}}
</tbody>
</table>
</div>
<p>Shares are of the accepted ones of the domain; in brackets, between what they lie with 95 %.{{#if has_more_domains}} {{more_domains}} more domains are in the tables of --csv.{{/if}}</p>
{{/if}}`;

const LINKS = `{{#if links}}
<h2 id="links">Clicks, by who made them</h2>
<div class="wide" role="region" aria-labelledby="links" tabindex="0">
<table>
<thead><tr><th scope="col">Link</th><th scope="col" class="count">People</th><th scope="col" class="count">Machines</th><th scope="col" class="count">Unsure</th></tr></thead>
<tbody>
{{#each links}}
<tr><th scope="row" class="link">{{name}}</th><td class="count">{{human}}</td><td class="count">{{machine}}</td><td class="count">{{unsure}}</td></tr>
{{/each}}
</tbody>
</table>
</div>
<p>Machines are mail scanners and link previews, told by what they do and call themselves.</p>
{{/if}}`;

const SOURCES = `{{#if brought}}
<h2>What brought the signatures</h2>
<table>
<thead><tr><th scope="col">Through</th><th scope="col" class="count">Signatures</th></tr></thead>
<tbody>
{{#each brought}}
<tr><th scope="row">{{label}}${bar('percent')}</th><td class="told">{{count}}<br><small>{{share}}</small></td></tr>
{{/each}}
</tbody>
</table>
<p>Shares are of all signatures under the petition.</p>
{{/if}}`;

const EDITIONS = `{{#if editions}}
<h2>By language</h2>
<table>
<thead><tr><th scope="col">Language</th><th scope="col" class="count">Recipients</th><th scope="col" class="count">Signatures</th></tr></thead>
<tbody>
{{#each editions}}
<tr><th scope="row">{{lang}}</th><td class="count">{{recipients}}</td><td class="told">{{signatures}}{{#if share}}<br><small>{{share}}{{#if between}} ({{between}}){{/if}}</small>{{/if}}</td></tr>
{{/each}}
</tbody>
</table>
<p>Shares are of the recipients; in brackets, between what they lie with 95 %.</p>
{{/if}}`;

/** The page, for Handlebars. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{campaign}} · Outcry report</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>{{campaign}}</h1>
<p>{{#unless tested}}“{{subject}}” · {{/unless}}{{state}}</p>
<h2>From the list to the signature</h2>
<table>
${STEPS_HEAD}
<tbody>
{{#each steps}}
<tr><th scope="row">{{label}}${bar('percent')}</th>${STEP_CELLS}</tr>
{{/each}}
</tbody>
</table>
{{#if opens}}<p>Opened: {{opens}}. Unreliable: some mail programs open every letter by themselves, others never say so.</p>{{/if}}
{{#if losses}}
<h2>What went otherwise</h2>
<table>
${STEPS_HEAD}
<tbody>
{{#each losses}}
<tr><th scope="row">{{label}}</th>${STEP_CELLS}</tr>
{{/each}}
</tbody>
</table>
{{/if}}
${TIME}
${TESTED}
${COMPARED}
${DOMAINS}
${LINKS}
${SOURCES}
${EDITIONS}
<h2>The petition</h2>
<p>{{total}} of {{goal}} signatures under “{{petition.slug}}”.</p>
${bar('goal_percent')}
</main>
</body>
</html>
`;
