/** The style of the report's page: light, dark, printed, and on a phone. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2228; --soft: #4f5963; --paper: #fff; --line: #d3d9df; --bar: #7a1f3d; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e8ec; --soft: #aab4bd; --paper: #15191d; --line: #3a444d; --bar: #d9839f; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { margin: 2.25rem 0 .5rem; font-size: 1.1rem; }
p { margin: .25rem 0; color: var(--soft); }
table { width: 100%; border-collapse: collapse; }
caption { text-align: left; color: var(--soft); }
th, td { padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: normal; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--soft); font-size: .9rem; }
td.count, th.count { text-align: right; }
td.count { font-variant-numeric: tabular-nums; font-weight: 600; }
td.told { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
th.link, .wide th[scope="row"] { overflow-wrap: anywhere; min-width: 8rem; }
td.share { color: var(--soft); font-size: .9rem; }
small { color: var(--soft); }
.bar { display: block; width: 100%; height: 6px; margin-top: .35rem; }
.whisker { display: block; width: 100%; height: 14px; margin-top: .35rem; }
.fill { fill: var(--bar); }
.ground, .grid { stroke: var(--line); }
.reach { fill: var(--bar); opacity: .35; }
.plot { position: relative; padding-left: 4rem; margin: 1.25rem 0 .25rem; }
.plot svg { display: block; width: 100%; height: 10rem; overflow: visible; }
.plot .ticks { position: absolute; left: 0; top: 0; bottom: 0; width: 3.5rem; color: var(--soft); font-size: .8rem; }
.plot .ticks span { position: absolute; right: 0; transform: translateY(50%); line-height: 1; font-variant-numeric: tabular-nums; }
.ends { display: flex; justify-content: space-between; gap: 1rem; padding-left: 4rem; color: var(--soft); font-size: .85rem; }
/* A shade at the side on which there is more, as long as there is. */
.wide {
  overflow-x: auto;
  background:
    linear-gradient(to right, var(--paper) 40%, transparent) left / 2rem 100% no-repeat local,
    linear-gradient(to left, var(--paper) 40%, transparent) right / 2rem 100% no-repeat local,
    linear-gradient(to right, var(--line), transparent) left / .75rem 100% no-repeat scroll,
    linear-gradient(to left, var(--line), transparent) right / .75rem 100% no-repeat scroll;
}
.wide:focus-visible, summary:focus-visible { outline: 3px solid var(--bar); outline-offset: 2px; }
summary { cursor: pointer; padding: .5rem 0; }
@media (max-width: 30rem) {
  main { padding: 1.25rem 1rem; }
  .plot, .ends { padding-left: 2.75rem; }
  .plot .ticks { width: 2.4rem; }
}
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #333; --paper: #fff; --line: #999; --bar: #7a1f3d; }
  html { font-size: 11px; }
  main { max-width: none; padding: 0; }
  body { font-size: 1rem; }
  .fill, .reach { print-color-adjust: exact; }
  .wide { overflow: visible; background: none; }
  tr, .plot { break-inside: avoid; }
  h2 { break-after: avoid; }
  details::details-content { content-visibility: visible; display: block; }
}
`;
