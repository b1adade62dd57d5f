/**
 * What mail scanners, link previews, crawlers and scripts call themselves. Words, not versions;
 * matched anywhere in the agent, in any case.
 */
const MACHINES = [
  // Crawlers and link previews.
  '(?<!cu)bot\\b|crawl|spider|slurp|preview|facebookexternalhit|facebot|whatsapp|telegram|embedly|skypeuripreview',
  // Mail scanners and image proxies.
  'scan|proofpoint|barracuda|mimecast|safelinks|forcepoint|messagelabs|symantec|sophos|trendmicro|fireeye|trellix|cloudmark|urldefense|virustotal|imageproxy|yahoomailproxy|url-?check|link-?check',
  // Programs and headless browsers.
  'headless|phantomjs|puppeteer|playwright|selenium|curl|wget|python|go-http-client|okhttp|apache-httpclient|java/|libwww|lwp|ruby|perl|axios|node-fetch|undici|^node\\b|postman|httpie|monitor|uptime',
];
const MACHINE = new RegExp(MACHINES.join('|'), 'i');

/**
 * True unless a visit shows that a machine made it: HEAD, no user agent, or an agent that calls
 * itself a scanner, a preview, a crawler or a script. Scanners that pose as browsers pass this
 * rule, so `human` is an upper bound; signatures, which are POSTs, are the figure to trust.
 */
export function isHumanClick(click: {
  readonly method: string;
  readonly userAgent: string;
}): boolean {
  if (click.method.toUpperCase() === 'HEAD') return false;
  const agent = click.userAgent.trim();
  return agent !== '' && !MACHINE.test(agent);
}
