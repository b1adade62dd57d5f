import { afterEach, expect, test } from 'vitest';
import { jsonLog } from '../../src/web/web-log.ts';
import { type ASite, openSite, post, ROSA } from './a-site.ts';

let site: ASite | undefined;
afterEach(async () => {
  await site?.close();
  site = undefined;
});

test('figures for Prometheus count answers by route, and name nobody', async () => {
  site = await openSite({ metricsPort: 0 });
  const link = site.signLink();
  await fetch(link);
  await post(link, { first_name: 'Rosa' });
  await fetch(`${site.url}/some/${ROSA}`);
  const answer = await fetch(String(site.metricsUrl));
  expect(answer.headers.get('content-type')).toContain('text/plain');
  const figures = await answer.text();
  for (const labels of [
    'method="GET",route="/s/…",status="200"',
    'method="POST",route="/s/…",status="303"',
    'method="GET",route="/…",status="404"',
  ]) {
    expect(figures).toContain(`outcry_http_request_seconds_count{${labels}} 1`);
  }
  expect(figures).toContain('outcry_http_requests_under_way 0');
  expect(figures).toContain('process_resident_memory_bytes');
  expect(figures).not.toContain(new URL(link).pathname.slice(3));
  expect(figures).not.toContain('rosa');
  // Not where supporters are.
  expect((await fetch(`${site.url}/metrics`)).status).toBe(404);
});

test('without a port of their own there are none', async () => {
  site = await openSite();
  expect(site.metricsUrl).toBeUndefined();
});

test('a log for machines has one JSON object a line', () => {
  const lines: string[] = [];
  const log = jsonLog((line) => lines.push(line));
  const request = { method: 'GET', path: '/s/…', status: 200, ms: 3 };
  log({ level: 'info', at: 7, what: 'request', ...request });
  log({ level: 'error', at: 8, what: 'Error\n    at somewhere' });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level: 'info', at: 7, what: 'request', ...request },
    { level: 'error', at: 8, what: 'Error\n    at somewhere' },
  ]);
});
