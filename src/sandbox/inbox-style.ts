/** The inbox's stylesheet: calm, system fonts, light and dark, one column on narrow screens. */
export const INBOX_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f3f4f2; --surface: #fff; --raised: #fafaf8; --line: #e0e2de;
  --ink: #1d2420; --quiet: #5b645f; --accent: #1f6f5c; --tint: #e4f0ec; --warn: #8a5300; --bad: #b3261e;
  --shadow: 0 1px 2px rgb(20 30 25 / .06), 0 6px 24px rgb(20 30 25 / .07);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #121614; --surface: #1a1f1c; --raised: #1f2522; --line: #303733;
    --ink: #e7ebe8; --quiet: #9fa9a3; --accent: #7fd1b9; --tint: #21352e; --warn: #f0b860; --bad: #ff9a90;
    --shadow: 0 1px 2px rgb(0 0 0 / .4), 0 6px 24px rgb(0 0 0 / .35);
  }
}
*, ::before, ::after { box-sizing: border-box; }
body { margin: 0; height: 100vh; height: 100dvh; display: flex; flex-direction: column; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
a { color: var(--accent); text-underline-offset: .2em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
svg { fill: none; stroke: currentColor; stroke-width: 4; stroke-linejoin: round; vertical-align: -.15em; }
.skip { position: absolute; left: -100vw; z-index: 1; background: var(--surface); padding: .5rem 1rem; }
.skip:focus { left: .5rem; top: .5rem; }
.quiet { color: var(--quiet); font-weight: 400; }
.none { color: var(--quiet); padding: 1.5rem; text-align: center; margin: 0; }
.button, button { font: inherit; font-size: 14px; color: var(--ink); background: var(--surface); border: 1px solid var(--line); border-radius: 8px;
  padding: .3rem .8rem; text-decoration: none; cursor: pointer; white-space: nowrap; }
.button:hover, button:hover { border-color: var(--accent); color: var(--accent); }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }

.bar { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 2rem; padding: .7rem 1.25rem; background: var(--surface); border-bottom: 1px solid var(--line); }
.bar h1 { font-size: 17px; font-weight: 650; margin: 0; letter-spacing: -.01em; }
.bar h1 a { color: inherit; text-decoration: none; }
.bar h1 svg { color: var(--accent); margin-right: .35rem; }
.bar h1 span { color: var(--quiet); font-weight: 400; }
.stats { display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; margin: 0 auto 0 0; font-size: 14px; }
.stats div { display: flex; gap: .35rem; }
.stats dt { color: var(--quiet); order: 1; }
.stats dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; }
.stats .warn dd { color: var(--warn); }
.stats .bad dd, .stats .bad dt { color: var(--bad); }

.panes { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(17rem, 23rem) minmax(0, 1fr); }
.list { display: flex; flex-direction: column; min-height: 0; background: var(--raised); border-right: 1px solid var(--line); }
.search { padding: 1rem 1rem .25rem; }
.search label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.search div { display: flex; gap: .5rem; }
.search input { flex: 1; min-width: 0; font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: .3rem .7rem; }
.paging { display: flex; gap: 1rem; align-items: baseline; padding: .5rem 1rem; font-size: 13px; color: var(--quiet); }
.paging span { margin-right: auto; font-variant-numeric: tabular-nums; }
.list ol { list-style: none; margin: 0; padding: 0; overflow-y: auto; flex: 1; border-top: 1px solid var(--line); }
.list li a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 .75rem; padding: .6rem 1rem; color: inherit; text-decoration: none;
  border-bottom: 1px solid var(--line); border-left: 3px solid transparent; }
.list li a:hover { background: var(--surface); }
.list li a:focus-visible { outline-offset: -3px; }
.list li a[aria-current] { background: var(--tint); border-left-color: var(--accent); }
.to, .subject { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.to { font-weight: 600; }
.list time { font-size: 12.5px; color: var(--quiet); font-variant-numeric: tabular-nums; line-height: 1.8; }
.subject { grid-column: 1 / -1; color: var(--quiet); font-size: 14px; }
.list .none { flex: 1; border-top: 1px solid var(--line); }
.help { margin: 0; padding: .7rem 1rem; font-size: 12.5px; line-height: 1.55; color: var(--quiet); border-top: 1px solid var(--line); }
.help code { color: var(--ink); white-space: nowrap; }

.copy { display: flex; flex-direction: column; min-height: 0; min-width: 0; padding: 1.25rem 1.75rem 0; }
.copy h2 { margin: 0 0 .5rem; font-size: 22px; line-height: 1.25; font-weight: 650; letter-spacing: -.015em; overflow-wrap: anywhere; }
.back { display: none; }
.people { display: flex; flex-wrap: wrap; gap: .1rem 2rem; margin: 0; font-size: 14px; }
.people div { display: flex; gap: .5rem; min-width: 0; }
.people dt { color: var(--quiet); white-space: nowrap; }
.people dd { margin: 0; overflow-wrap: anywhere; }
.people a { font-size: 13px; margin-left: .4rem; }
.tabs { display: flex; gap: 1.5rem; margin: .9rem -1.75rem 0; padding: 0 1.75rem; border-bottom: 1px solid var(--line); font-size: 14px; }
.tabs > a { padding: .45rem 0 .55rem; color: var(--quiet); text-decoration: none; border-bottom: 2px solid transparent; margin-bottom: -1px; }
.tabs > a:hover { color: var(--ink); }
.tabs > a[aria-current] { color: var(--ink); font-weight: 600; border-color: var(--accent); }
.rest { margin-left: auto; align-self: center; }
.sheet, .stage { flex: 1; min-height: 0; margin: 0 -1.75rem; }
.sheet { display: flex; padding: 1.25rem 1.75rem; }
iframe { flex: 1; width: 100%; height: 100%; border: 0; border-radius: 10px; background: #fff; box-shadow: var(--shadow); color-scheme: light; }
.stage { overflow: auto; padding: 1.25rem 0; }
.phone { width: 403px; height: 740px; margin: 0 auto; padding: 14px; border-radius: 40px; background: #23282a; border: 1px solid #454c4e; box-shadow: var(--shadow); }
.phone iframe { display: block; width: 375px; border-radius: 27px; box-shadow: none; }
.text, .details { flex: 1; min-height: 0; overflow: auto; margin: 0 -1.75rem; padding: 1.25rem 1.75rem 2rem; }
.text { font-size: 13.5px; line-height: 1.6; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
.details table { width: 100%; border-collapse: collapse; margin: 0 0 1.75rem; font-size: 13.5px; background: var(--surface); border-radius: 10px; box-shadow: var(--shadow); table-layout: fixed; }
.details caption { text-align: left; font-weight: 600; font-size: 14px; padding: 0 0 .5rem; }
.details th, .details td { text-align: left; vertical-align: top; padding: .45rem .9rem; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.details colgroup + tbody tr:first-child > *, .details thead th { border-top: 0; }
.details .name { width: 13rem; }
.details .size { width: 6rem; }
.details th { font-weight: 500; color: var(--quiet); }
.details td { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: 12.5px; }
.details .number { text-align: right; }

.empty { margin: auto; padding: 2rem 1.25rem; max-width: 38rem; text-align: center; }
.empty svg { color: var(--accent); stroke-width: 2; opacity: .8; }
.empty h2 { font-size: 22px; font-weight: 650; margin: 1rem 0 .25rem; letter-spacing: -.015em; }
.empty p { color: var(--quiet); margin: 1.1rem 0 .5rem; }
.empty p code { color: var(--ink); }
.empty pre { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: .8rem 1rem; font-size: 13.5px; white-space: pre-wrap; overflow-wrap: anywhere; text-align: left; }

@media (max-width: 800px) {
  body { height: auto; min-height: 100vh; }
  .bar { padding: .7rem 1rem; gap: .35rem 1rem; }
  .bar h1 { margin-right: auto; }
  .stats { order: 1; width: 100%; gap: .1rem 1rem; font-size: 13px; }
  .panes { display: block; flex: none; }
  .browsing .copy, .reading .list { display: none; }
  .list { border-right: 0; background: var(--surface); }
  .copy { padding: 1rem 1rem 0; }
  .back { display: inline-block; align-self: start; text-decoration: none; font-size: 14px; margin: 0 0 .75rem; }
  .copy h2 { font-size: 19px; }
  .people { flex-direction: column; }
  .tabs { margin: .8rem -1rem 0; padding: 0 1rem; gap: 1.1rem; flex-wrap: wrap; row-gap: 0; }
  .rest { width: 100%; margin: 0; padding: .4rem 0; border-top: 1px solid var(--line); }
  .rest:empty { display: none; }
  .browsing .list li a[aria-current] { background: none; border-left-color: transparent; }
  .sheet, .stage { margin: 0 -1rem; padding: 0; }
  .sheet iframe, .phone iframe { height: 82vh; border-radius: 0; box-shadow: none; }
  .phone { width: auto; height: auto; padding: 0; border: 0; border-radius: 0; background: none; box-shadow: none; }
  .phone iframe { width: min(375px, 100%); margin: 0 auto; }
  .text, .details { margin: 0 -1rem; padding: 1rem 1rem 2rem; }
  .details .name { width: 38%; }
  .details .size { width: 4.6rem; }
  .details th, .details td { padding: .4rem .7rem; }
}
`;
