import { expect, onTestFinished, test } from 'vitest';
import { deliver } from '../../src/delivery/deliver.ts';
import { createSendGrid } from '../../src/delivery/sendgrid.ts';
import { readEvents } from '../../src/delivery/sendgrid-events.ts';
import { verifySignature } from '../../src/delivery/sendgrid-signature.ts';
import type { EventDraft } from '../../src/ledger/ledger.ts';
import { makeKeys } from '../../src/sandbox/sandbox-keys.ts';
import { type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { sampleRequest } from './sample-request.ts';
import { readBody, startServer } from './start-server.ts';

const apiKey = 'SG.sandbox';

async function startBoth(options: SandboxOptions = {}) {
  const sandbox = await startSandbox({ key: apiKey, ...options });
  const transport = createSendGrid({ apiKey, url: sandbox.url });
  onTestFinished(async () => {
    await transport.close();
    await sandbox.close();
  });
  return { sandbox, transport };
}

test('the strict sandbox accepts a request for a thousand', async () => {
  const { sandbox, transport } = await startBoth();
  const answer = await transport.post(sampleRequest(1000));
  expect(answer).toEqual({ kind: 'accepted', messageId: expect.stringMatching(/^\S+$/) });
  expect(sandbox.stats()).toMatchObject({ accepted: 1, recipients: 1000, duplicates: 0 });
  const found = await fetch(`${sandbox.url}/_sandbox/messages?to=supporter1000@example.org`);
  const [copy] = (await found.json()) as { text: string; headers: Record<string, string> }[];
  expect(copy?.text).toBe('Dear Zoë 1000, please sign.');
  expect(copy?.headers).toMatchObject({
    'List-Id': '<keep-the-door-open.act.example.org>',
    'List-Unsubscribe': '<https://act.example.org/u/t1000>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    Precedence: 'bulk',
  });
});

test('a rehearsal is looked at as any other request, and mails nobody', async () => {
  const { sandbox, transport } = await startBoth();
  const rehearsal = { ...sampleRequest(2), isRehearsal: true };
  expect(await transport.post(rehearsal)).toMatchObject({ kind: 'accepted' });
  expect(sandbox.stats()).toMatchObject({ validated: 1, accepted: 0, recipients: 0 });
  const badly = { ...rehearsal, shared: { ...rehearsal.shared, subject: '' } };
  expect(await transport.post(badly)).toMatchObject({ kind: 'refused', status: 400 });
});

test('a refusal names the recipient by number and never by address', async () => {
  const { transport } = await startBoth();
  const { shared, personalizations } = sampleRequest(20);
  const bad = personalizations.map((one, index) =>
    index === 12 ? { ...one, email: 'jane.doe@' } : one,
  );
  const answer = await transport.post({ shared, personalizations: bad });
  expect(answer).toMatchObject({ kind: 'refused', status: 400 });
  expect(answer).toHaveProperty('reason', expect.stringContaining('recipient 13 of the batch'));
});

test.each([
  { faults: '429:1', kind: 'notTaken' },
  { faults: '503:1', kind: 'notTaken' },
  { faults: '401-credits:1', kind: 'blocked' },
  { faults: '500:1', kind: 'unknown' },
  { faults: 'reset-before:1', kind: 'unknown' },
  { faults: 'reset-after:1', kind: 'unknown' },
])('the fault $faults is $kind', async ({ faults, kind }) => {
  const { transport } = await startBoth({ faults });
  expect(await transport.post(sampleRequest(3))).toMatchObject({ kind });
});

test('batches get through a busy hour, each accepted once', async () => {
  const { sandbox, transport } = await startBoth({ faults: '429:0.3,503:0.2', seed: 3 });
  const clock = { sleep: async () => {}, elapsed: () => 0 };
  for (let batch = 0; batch < 10; batch += 1) {
    const delivery = await deliver(() => sampleRequest(2), { transport, clock, random: () => 0 });
    expect(delivery.kind).toBe('accepted');
  }
  expect(sandbox.stats()).toMatchObject({ accepted: 10, recipients: 20 });
  expect(sandbox.stats().requests).toBeGreaterThan(10);
});

test('its signed events come back to the very recipients', async () => {
  const { privateKey, publicKey } = makeKeys();
  const events: EventDraft[] = [];
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const url = await startServer(async (request, response) => {
    const body = await readBody(request);
    const { headers } = request;
    const signature = String(headers['x-twilio-email-event-webhook-signature']);
    const timestamp = String(headers['x-twilio-email-event-webhook-timestamp']);
    const ours = verifySignature({ publicKey, signature, timestamp, body: Buffer.from(body) });
    events.push(...(ours ? readEvents(body).events : []));
    response.writeHead(204).end();
    if (events.filter(({ event }) => event === 'processed').length >= 25) finish();
  });
  const { transport } = await startBoth({ events: { url, privateKey } });
  await transport.post(sampleRequest(25));
  await finished;
  const processed = events.filter(({ event }) => event === 'processed');
  const recipients = new Set<number | undefined>(processed.map(({ recipient }) => recipient));
  expect(recipients).toEqual(new Set(Array.from({ length: 25 }, (_, index) => index + 1)));
  expect(processed.every(({ campaign, batch }) => campaign === 7 && batch === 1)).toBe(true);
  expect(new Set(events.map(({ identity }) => identity)).size).toBe(events.length);
});
