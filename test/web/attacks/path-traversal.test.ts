import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ASite, openSite } from '../a-site.ts';
import { talk } from './talk.ts';

let site: ASite;
beforeAll(async () => {
  site = await openSite({ publicUrl: 'https://example.org/act' });
});
afterAll(() => site.close());

test.each([
  '/../../../../etc/passwd',
  '/act/../../etc/passwd',
  '/s/../../package.json',
  '/style-../../../package.json',
  '/style-..%2f..%2fpackage.json.css/../../package.json',
  '/p/../../templates/pages/style.css',
  '/p/..%2f..%2f..%2fpackage.json',
  '/p/%2e%2e%2f%2e%2e%2f.env',
  '/p/..%5c..%5c.env',
  '/p/%00/picture.png',
  '/p/..%2f..%2foutcry.yaml/picture.png',
  '/.env',
  '/.outcry/ledger.sqlite',
  '/outcry.yaml',
  '//etc/passwd',
  '/%',
  '/p/%c0%ae%c0%ae/x',
])('the path %s leads to no file', async (path) => {
  const answer = await talk(site.url, `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1.1 (400|404) /);
  expect(answer).not.toMatch(/root:|"name": "outcry"|SQLite|OUTCRY_SECRET/);
});

test('whatever is called a stylesheet is ours', async () => {
  for (const name of ['..%2f..%2fpackage.json', 'x', '%2e%2e']) {
    const answer = await fetch(`${site.url}/style-${name}.css`);
    if (answer.status === 200) expect(answer.headers.get('content-type')).toContain('text/css');
    expect(await answer.text()).not.toContain('"name": "outcry"');
  }
});
