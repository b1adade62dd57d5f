/**
 * Takes the README's pictures of what people see, from a demo that really runs:
 *
 *   npm run pictures            into this folder
 *   npm run pictures -- DIR     elsewhere; every page, light and dark, to look at
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContextOptions } from 'playwright-core';
import { trackedUrls } from '../../src/campaign/tracked-urls.ts';
import { openDemo } from '../../src/cli/open-demo.ts';
import { makeReport } from '../../src/report/make-report.ts';
import { reportPage } from '../../src/report/report-page.ts';
import { simulateSupporters } from '../../src/sandbox/simulate-supporters.ts';
import { openBrowser } from '../a-browser.ts';
import { packagedLetters } from './packaged-letters.ts';

const [elsewhere] = process.argv.slice(2);
const folder = path.resolve(elsewhere ?? import.meta.dirname);
const desk = { width: 1100, height: 760 };
const phone = { width: 390, height: 760 };

const work = await mkdtemp(path.join(tmpdir(), 'outcry-pictures-'));
const demo = await openDemo({ folder: work, port: 0, now: Date.now });
const browser = await openBrowser();

async function shoot(url: string, name: string, options: BrowserContextOptions, fullPage = false) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(url);
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage });
  await context.close();
}

async function shootAll(url: string, name: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await shoot(url, `${name}-phone-${colorScheme}`, { viewport: phone, colorScheme }, true);
    await shoot(url, `${name}-desk-${colorScheme}`, { viewport: desk, colorScheme }, true);
  }
}

try {
  const campaign = await demo.send(new AbortController().signal);
  const crowd = { seed: 7, signers: 312, visitors: 88, leavers: 5, scanned: 40 };
  await simulateSupporters({ ...crowd, sandboxUrl: demo.sandbox.url });
  await demo.eventsArrived();
  const [, , reader] = await demo.ledger.firstRecipients(campaign.number, 3);
  const inbox = `${demo.sandbox.url}/?to=${encodeURIComponent(reader?.email ?? '')}`;
  const signPage = (await demo.unsignedLink(campaign)) ?? '';
  await shoot(inbox, 'inbox', { viewport: desk });
  await shoot(signPage, 'sign-page', { viewport: phone });
  const signed = await fetch(signPage, {
    method: 'POST',
    body: new URLSearchParams({ first_name: 'Robin' }),
  });
  await shoot(signed.url, 'thanks', { viewport: phone });
  for (const [name, html] of Object.entries(await packagedLetters())) {
    const file = path.join(work, `${name}.html`);
    await writeFile(file, html);
    const url = pathToFileURL(file).href;
    await shoot(url, name, { viewport: phone });
    if (elsewhere) await shootAll(url, name);
  }
  const report = path.join(work, 'report.html');
  const figures = await makeReport(demo.ledger, campaign, trackedUrls(campaign));
  await writeFile(report, reportPage(figures));
  await shoot(pathToFileURL(report).href, 'report', { viewport: desk });
  if (elsewhere) {
    const mails = await fetch(`${demo.sandbox.url}/_sandbox/messages?limit=1`);
    const [mail] = (await mails.json()) as { html: string }[];
    const letter = path.join(work, 'letter.html');
    await writeFile(letter, mail?.html ?? '');
    const pages = {
      sign: (await demo.unsignedLink(campaign)) ?? '',
      public: `${demo.server.url}/p/${campaign.petition.slug}`,
      thanks: signed.url,
      unsubscribe: signPage.replace('/s/', '/u/'),
      report: pathToFileURL(report).href,
      letter: pathToFileURL(letter).href,
    };
    for (const [name, url] of Object.entries(pages)) await shootAll(url, name);
  }
} finally {
  await browser.close();
  await demo.close();
  await rm(work, { recursive: true });
}
