import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Address } from '../../src/terms.ts';
import { expectSum, meddling, openStage, RIVER, type Stage, supporters } from './a-stage.ts';
import { PUBLIC_URL } from './settings.ts';

let stage: Stage;
afterEach(() => stage.close());

describe('what is planned', () => {
  test('stays as it is when the list is changed afterwards', async () => {
    stage = await openStage();
    const list = stage.list('a.csv', supporters(10));
    const campaign = await stage.plan({ lists: [list], batchSize: 4 });
    stage.list('a.csv', [['new@example.org', 'New', ''], ...supporters(3, 'others')]);
    await stage.send(campaign);
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 10 });
    expect(await stage.copies('new@example.org')).toEqual([]);
    const [copy] = await stage.copies('someone10@example.org');
    expect(copy?.text).toMatch('Dear Name 10,');
  });

  test('is the letter too: appeal and template changed between stop and resume change nothing', async () => {
    stage = await openStage();
    const appeal = join(stage.folder, 'river.md');
    const templates = join(stage.folder, 'templates');
    const letter = join(templates, 'letters', 'petition.mjml');
    cpSync(RIVER, appeal);
    cpSync('templates', templates, { recursive: true });
    const order = { appeal, lists: [stage.list('a.csv', supporters(10))], batchSize: 5 };
    const campaign = await stage.plan(order, { templateRoot: templates });
    const ctrlC = new AbortController();
    const onBatch = () => ctrlC.abort();
    await stage.send(campaign, { concurrency: 1, signal: ctrlC.signal, onBatch });
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 5, planned: 5 });

    writeFileSync(appeal, readFileSync(appeal, 'utf8').replace('the river is', 'the road is'));
    writeFileSync(
      letter,
      readFileSync(letter, 'utf8').replace('</mj-body>', '<mj-raw>!</mj-raw></mj-body>'),
    );
    await stage.send((await stage.ledger.findCampaign(campaign.name)) ?? campaign);

    const copies = [
      ...(await stage.copies('someone2@example.org')),
      ...(await stage.copies('someone8@example.org')),
    ];
    expect(copies).toHaveLength(2);
    expect(new Set(copies.map(withoutOwn)).size).toBe(1);
    const anew = await stage.plan(order, { templateRoot: templates });
    expect(anew.hash).not.toBe(campaign.hash);
  });

  test('leads where it led when it was planned, whoever sends it', async () => {
    stage = await openStage();
    const campaign = await stage.plan({ lists: [stage.list('a.csv', supporters(1))] });
    await stage.send(campaign, { linksTo: 'http://127.0.0.1:4000' });
    const [copy] = await stage.copies('someone1@example.org');
    expect(copy?.text).toContain(`${PUBLIC_URL}/s/`);
    expect(JSON.stringify(copy)).not.toContain('127.0.0.1:4000');
  });

  test('gives nothing to somebody who presses the button of a letter she got already', async () => {
    stage = await openStage({ withEvents: true });
    const rows = supporters(9);
    const list = stage.list('a.csv', rows);
    const earlier = await stage.plan({ lists: [list], name: 'earlier' });
    await stage.send(earlier);
    const campaign = await stage.plan({ lists: [list], name: 'later', batchSize: 3 });
    const [letter] = await stage.copies('someone8@example.org');
    const link = /<(https:[^>]+)>/.exec(letter?.headers['List-Unsubscribe'] ?? '')?.[1] ?? '';
    const around = meddling(async (count, request, real) => {
      const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
      if (count === 1) await fetch(stage.local(link), { method: 'POST', body });
      return real.post(request);
    });
    await stage.send(campaign, { concurrency: 1, around });
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 8, suppressed: 1, planned: 0 });
    expect(await stage.copies('someone8@example.org')).toHaveLength(1);
    expect(await stage.ledger.findSuppression('someone8@example.org' as Address)).toMatchObject({
      reason: 'unsubscribed',
      campaign: 'earlier',
      detail: "by her mail program's button",
    });
  });

  test('gives nothing to somebody who unsubscribes while it is sent', async () => {
    stage = await openStage();
    const rows = supporters(12);
    const campaign = await stage.plan({ lists: [stage.list('a.csv', rows)], batchSize: 3 });
    const leaving = ['someone5', 'someone7', 'someone8', 'someone9'].map(
      (name) => `${name}@example.org` as Address,
    );
    const around = meddling(async (count, request, real) => {
      for (const email of count === 1 ? leaving : []) {
        await stage.ledger.suppress(email, 'unsubscribed', campaign.number);
      }
      return real.post(request);
    });
    await stage.send(campaign, { concurrency: 1, around });
    const tally = await stage.tally(campaign);
    expect(tally).toMatchObject({
      accepted: 8,
      suppressed: 4,
      planned: 0,
      batches: 4,
      requests: 3,
    });
    expectSum(tally, 12);
    for (const email of leaving) expect(await stage.copies(email)).toEqual([]);
    expect(stage.sandbox.stats()).toMatchObject({ requests: 3, recipients: 8 });
  });
});

/** A copy without what is its recipient's own: her name and her links. */
function withoutOwn({ subject, html, text }: { subject: string; html: string; text: string }) {
  return [subject, html, text]
    .map((part) =>
      part.replace(/Name \d+/g, 'NAME').replace(/act\.example\.org\/[suv]\/[\w-]+/g, 'LINK'),
    )
    .join('\n');
}
