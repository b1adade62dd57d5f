import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Copy } from '../../src/sandbox/finish-copy.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { getJson, postMail } from './post-mail.ts';
import { sampleBatch, sampleMail, samplePart } from './sample-mail.ts';

const NASTY = `O'Brien & <script>alert(1)</script> "quoted"`;

let sandbox: Sandbox;
let id = '';
beforeAll(async () => {
  sandbox = await startSandbox();
  await postMail(sandbox, sampleBatch(120));
  const part = samplePart({
    subject: NASTY,
    substitutions: { Tok3n: NASTY },
    custom_args: { outcry_note: NASTY },
  });
  const html =
    '<html><head><title>x</title></head><body><img src="https://example.org/a.png">Tok3n</body></html>';
  const content = [
    { type: 'text/plain', value: 'Dear Tok3n' },
    { type: 'text/html', value: html },
  ];
  await postMail(sandbox, sampleMail({ personalizations: [part], content }));
  const [copy] = await getJson<Copy[]>(sandbox, '/_sandbox/messages?to=ann@example.org');
  id = copy?.id ?? '';
});
afterAll(() => sandbox.close());

async function page(path: string) {
  const answer = await fetch(sandbox.url + path);
  return { status: answer.status, headers: answer.headers, html: await answer.text() };
}

describe('the inbox', () => {
  test('lists the newest messages and shows the newest', async () => {
    const { status, headers, html } = await page('/');
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'self';/,
    );
    expect(html).toContain('1–50 of 121');
    expect(html).toContain('supporter120@example.org');
    expect(html).toContain(`src="/_sandbox/messages/${id}/html"`);
  });

  test.each(['html', 'phone', 'text', 'headers'])(
    'escapes everything in the view %s',
    async (view) => {
      const { html } = await page(`/?id=${id}&view=${view}&q=${encodeURIComponent('"><script>')}`);
      expect(html).not.toContain('<script');
      expect(html).toContain('O&#39;Brien &amp; &lt;script&gt;');
      expect(html).toContain('aria-current="page"');
    },
  );

  test('runs no script and asks nobody else for anything', async () => {
    const { html } = await page('/');
    const css = await page('/_sandbox/inbox.css');
    expect(html).not.toMatch(/<script|\son\w+=|style="/);
    expect(html + css.html).not.toMatch(/(?:src|href)="https?:|url\(|@import/);
    expect(css.headers.get('content-type')).toContain('text/css');
  });

  test('finds by address, and by a part of address or subject', async () => {
    expect((await page('/?to=supporter7@example.org')).html).toContain('1–1 of 1');
    expect((await page('/?q=supporter7')).html).toContain('1–11 of 11');
    expect((await page('/?q=keep')).html).toContain('of 121');
    expect((await page('/?q=nobody')).html).toContain('No message for “nobody”.');
  });

  test('pages', async () => {
    const { html } = await page('/?page=3');
    expect(html).toContain('101–121 of 121');
    expect(html).toContain('rel="prev"');
    expect(html).not.toContain('rel="next"');
    expect((await page('/?page=nonsense')).html).toContain('1–50 of 121');
  });

  test('says so when a message is gone', async () => {
    const { status, html } = await page('/?id=gone.1');
    expect(status).toBe(200);
    expect(html).toContain('no longer here');
    expect((await page('/_sandbox/messages/gone.1/html')).status).toBe(404);
  });

  test('shows a letter that can do nothing but open links, without pictures from elsewhere', async () => {
    const path = `/_sandbox/messages/${id}/html`;
    const { html, headers } = await page(path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(html).toContain('<head><base target="_blank">');
    expect(policy).toContain('sandbox allow-popups allow-popups-to-escape-sandbox');
    expect(policy).toContain('img-src data:;');
    expect((await page(`/?id=${id}`)).html).toContain('Show pictures');
    const shown = await page(`${path}?pictures=yes`);
    expect(shown.headers.get('content-security-policy')).toContain('img-src data: https: http:;');
  });

  test('says what to do when nothing has been sent', async () => {
    const empty = await startSandbox();
    const html = await (await fetch(empty.url)).text();
    expect(html).toContain('Nothing has been sent yet');
    expect(html).toContain(`OUTCRY_SENDGRID_URL=${empty.url}`);
    await empty.close();
  });
});

describe('the Host header', () => {
  const port = () => Number(new URL(sandbox.url).port);
  const statusFor = (host: string, path: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      request({ port: port(), path, headers: { host } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });

  test.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'])(
    '%s with the port is served',
    async (name) => {
      expect(await statusFor(`${name}:${port()}`, '/')).toBe(200);
    },
  );

  test.each(['/', '/_sandbox/messages', '/_sandbox/stats', '/_sandbox/inbox.css'])(
    'a foreign one is refused at %s',
    async (path) => {
      expect(await statusFor(`rebound.example.com:${port()}`, path)).toBe(403);
      expect(await statusFor('localhost:1', path)).toBe(403);
      expect(await statusFor('localhost', path)).toBe(403);
    },
  );
});
