import { describe, expect, it } from 'vitest';
import { namesItselfMachine } from '../../src/clicks/names-itself-machine.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

describe('a user agent', () => {
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
  ])('names no machine: %s', (_who, userAgent) => {
    expect(namesItselfMachine(userAgent)).toBe(false);
  });

  it.each([
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
  ])('names a machine: %s', (_what, userAgent) => {
    expect(namesItselfMachine(userAgent)).toBe(true);
  });
});
