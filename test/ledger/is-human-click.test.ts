import { describe, expect, it } from 'vitest';
import { isHumanClick } from '../../src/ledger/is-human-click.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

describe('isHumanClick', () => {
  it.each([
    ['Firefox', FIREFOX],
    [
      'Chrome on Android',
      'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
    ],
    [
      'Safari on iPhone',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    ],
    [
      'the browser inside Facebook',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS;FBAV/470.0]',
    ],
    ['a telephone named Cubot', 'Mozilla/5.0 (Linux; Android 12; CUBOT P60) AppleWebKit/537.36'],
  ])('takes %s for a person', (_who, userAgent) => {
    expect(isHumanClick({ method: 'GET', userAgent })).toBe(true);
  });

  it.each([
    ['no agent', ''],
    ['blanks', '  '],
    ['a crawler', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
    ['a crawler of capitals', 'SomeBot 1.0'],
    ['a link preview', 'facebookexternalhit/1.1'],
    ['Slack', 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)'],
    ['Bing preview', 'Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 BingPreview/1.0b'],
    ['a mail scanner', 'Mozilla/5.0 (compatible; Barracuda Sentinel)'],
    ['Gmail images', 'Mozilla/5.0 (via ggpht.com GoogleImageProxy)'],
    ['curl', 'curl/8.5.0'],
    ['a script', 'python-requests/2.32.0'],
    ['fetch of Node', 'node'],
    [
      'a headless browser',
      'Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/126.0.0.0 Safari/537.36',
    ],
  ])('takes %s for a machine', (_what, userAgent) => {
    expect(isHumanClick({ method: 'GET', userAgent })).toBe(false);
  });

  it('takes HEAD for a machine, whatever it calls itself', () => {
    expect(isHumanClick({ method: 'HEAD', userAgent: FIREFOX })).toBe(false);
    expect(isHumanClick({ method: 'head', userAgent: FIREFOX })).toBe(false);
  });
});
