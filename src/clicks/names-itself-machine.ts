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

/** Scanners that pose as browsers do not: what they do gives them away, if anything. */
export function namesItselfMachine(userAgent: string): boolean {
  return MACHINE.test(userAgent);
}
