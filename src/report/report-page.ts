import Handlebars from 'handlebars';
import { formatCount } from '../format-count.ts';
import { type FunnelStep, funnelOf, lossesOf, shareOf } from './funnel.ts';
import { nameOfLink } from './link-clicks.ts';
import type { Report } from './make-report.ts';
import { chanceOf, inShort, rateOf } from './variant-words.ts';

/** The report as one page that needs nothing else: no script, no picture, no network. */
export function reportPage(report: Report): string {
  const steps = funnelOf(report);
  const most = Math.max(...steps.map(({ count }) => count), 1);
  const row = (step: FunnelStep) => ({
    label: step.label,
    count: formatCount(step.count),
    share: shareOf(step),
    percent: ((step.count / most) * 100).toFixed(1),
  });
  const { petition } = report;
  return PAGE({
    ...report,
    steps: steps.map(row),
    losses: lossesOf(report).map(row),
    editions: editionsOf(report),
    tested: testedOf(report),
    rest_accepted: formatCount(report.rest?.accepted ?? 0),
    rest_recipients: formatCount(report.rest?.recipients ?? 0),
    rest_signatures: formatCount(report.rest?.signatures ?? 0),
    links: linksOf(report),
    total: formatCount(petition.signatures),
    goal: formatCount(petition.goal),
    goal_percent: Math.min(100, (petition.signatures / petition.goal) * 100).toFixed(1),
  });
}

/** A row for each variant, and what became of the rest. */
function testedOf({ variants, rest }: Report) {
  return variants.map((one) => ({
    variant: one.variant,
    subject: inShort(one.subject),
    accepted: formatCount(one.accepted),
    signatures: formatCount(one.signatures),
    rate: rateOf(one),
    chance: chanceOf(one.probability_best),
    bar: (one.probability_best * 100).toFixed(1),
    is_winner: one.variant === rest?.winner,
  }));
}

function linksOf({ clicks }: Report) {
  return clicks.links.map((link) => ({
    name: nameOfLink(link),
    human: formatCount(link.human),
    machine: formatCount(link.machine),
    unsure: formatCount(link.unsure),
  }));
}

/** A row for each edition, if there are several. */
function editionsOf({ languages }: Report) {
  const editions = Object.entries(languages);
  if (editions.length < 2) return [];
  return editions.map(([lang, { recipients, signatures }]) => ({
    lang,
    recipients: formatCount(recipients),
    signatures: formatCount(signatures),
  }));
}

const PAGE = Handlebars.compile(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{campaign}} · Outcry report</title>
<style>
:root { color-scheme: light dark; --ink: #1c2228; --soft: #4f5963; --paper: #fff; --line: #d3d9df; --bar: #7a1f3d; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e8ec; --soft: #aab4bd; --paper: #15191d; --line: #3a444d; --bar: #d9839f; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.5 system-ui, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 2.25rem 0 .5rem; font-size: 1.1rem; }
p { margin: .25rem 0; color: var(--soft); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .5rem .5rem .5rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: normal; }
td.count { text-align: right; font-variant-numeric: tabular-nums; font-weight: 600; }
th.link { overflow-wrap: anywhere; }
td.share { color: var(--soft); font-size: .9rem; }
svg { display: block; width: 100%; height: 6px; margin-top: .35rem; }
rect { fill: var(--bar); }
@media print { body { font-size: 12px; } }
</style>
</head>
<body>
<main>
<h1>{{campaign}}</h1>
<p>{{#unless tested}}“{{subject}}” · {{/unless}}{{state}}</p>
<h2>From the list to the signature</h2>
<table>
{{#each steps}}
<tr><th scope="row">{{label}}<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect width="{{percent}}" height="6"/></svg></th><td class="count">{{count}}</td><td class="share">{{share}}</td></tr>
{{/each}}
</table>
{{#if losses}}
<h2>What went otherwise</h2>
<table>
{{#each losses}}
<tr><th scope="row">{{label}}</th><td class="count">{{count}}</td><td class="share">{{share}}</td></tr>
{{/each}}
</table>
{{/if}}
{{#if tested}}
<h2>Tested against each other</h2>
<table>
{{#each tested}}
<tr><th scope="row">{{variant}} · “{{subject}}”{{#if is_winner}} · <strong>the winner</strong>{{/if}}<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect width="{{bar}}" height="6"/></svg></th><td class="count">{{signatures}}</td><td class="share">of {{accepted}} accepted: {{rate}}<br>the best with {{chance}}</td></tr>
{{/each}}
</table>
<p>Signatures in the trial; in brackets, between what the rate lies with 95 %.</p>
{{#if rest.recipients}}
<p>{{#if rest.winner}}The rest got variant {{rest.winner}}{{else}}The rest waits for the winner{{/if}}: {{rest_accepted}} of {{rest_recipients}} accepted, {{rest_signatures}} signed.</p>
{{/if}}
{{/if}}
{{#if links}}
<h2>Clicks, by who made them</h2>
<table>
<tr><th scope="col">Link</th><th scope="col">People</th><th scope="col">Machines</th><th scope="col">Unsure</th></tr>
{{#each links}}
<tr><th scope="row" class="link">{{name}}</th><td class="count">{{human}}</td><td class="count">{{machine}}</td><td class="count">{{unsure}}</td></tr>
{{/each}}
</table>
<p>Machines are mail scanners and link previews, told by what they do and call themselves.</p>
{{/if}}
{{#if editions}}
<h2>By language</h2>
<table>
<tr><th scope="col">Language</th><th scope="col">Recipients</th><th scope="col">Signatures</th></tr>
{{#each editions}}
<tr><th scope="row">{{lang}}</th><td class="count">{{recipients}}</td><td class="count">{{signatures}}</td></tr>
{{/each}}
</table>
{{/if}}
<h2>The petition</h2>
<p>{{total}} of {{goal}} signatures under “{{petition.slug}}”.</p>
<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect width="{{goal_percent}}" height="6"/></svg>
</main>
</body>
</html>
`);
