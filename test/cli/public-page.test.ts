import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readWorkspace } from '../../src/config.ts';
import { createLinks } from '../../src/links.ts';
import { newWorkspace, runJsonHere } from './run-here.ts';
import { type Running, startOutcry } from './run-outcry.ts';

const SEND = ['send', 'templates/appeals/safe-harbour.md', '--list', 'one.csv', '--yes'];
const page = '/p/keep-the-door-open';
const NINA = { first_name: 'Nina', email: 'nina@example.org' };

let cwd: string;
let sandbox: Running;

beforeAll(async () => {
  cwd = await newWorkspace();
  await writeFile(path.join(cwd, 'one.csv'), 'email,first_name,donor\nana@example.org,Ana,\n');
  sandbox = await startOutcry(['sandbox', '--port', '0'], { cwd });
  const env = { OUTCRY_SENDGRID_URL: sandbox.first.url };
  const { json } = await runJsonHere(SEND, { cwd, env });
  expect(json).toMatchObject({ state: 'done', accepted: 1 });
});
afterAll(() => sandbox?.stop());

async function served(env: Record<string, string>, use: (url: string) => Promise<void>) {
  const serve = await startOutcry(['serve', '--port', '0'], { cwd, env });
  try {
    await use(serve.first.url);
  } finally {
    expect(await serve.stop()).toBe(0);
  }
}

const post = (url: string, fields: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields) });

/** What the form holds of somebody who has taken her time. */
function openedAMinuteAgo(): string {
  const { environment } = readWorkspace(cwd, {});
  const links = createLinks({
    url: 'http://127.0.0.1',
    secrets: [environment.OUTCRY_SECRET ?? ''],
  });
  return links.formStamp('keep-the-door-open', Date.now() - 60_000);
}

it('takes a signature from the public page, once its signer has confirmed by mail', async () => {
  await served({ OUTCRY_SENDGRID_URL: sandbox.first.url }, async (url) => {
    const opened = openedAMinuteAgo();
    const asked = await (await post(url + page, { ...NINA, opened })).text();
    expect(asked).toContain('Please confirm');
    const found = await fetch(`${sandbox.first.url}/_sandbox/messages?to=${NINA.email}`);
    const [mail] = (await found.json()) as { text: string; from: { email: string } }[];
    expect(mail?.from.email).toBe('campaigns@example.org');
    const link = /^http\S+\/y\/\S+$/m.exec(mail?.text ?? '')?.[0] ?? '';
    const thanks = await (await post(url + new URL(link).pathname, {})).text();
    expect(thanks).toContain('Thank you for signing');
    expect(thanks).toMatch(/<strong>1<\/strong> of/);
  });
});

it('runs without SENDGRID_API_KEY, and its public page says that it takes no signatures', async () => {
  await served({ SENDGRID_API_KEY: '' }, async (url) => {
    const html = await (await fetch(url + page)).text();
    expect(html).toContain('You cannot sign here at the moment');
    expect(html).not.toContain('<form');
  });
});
