import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventWebhook, EventWebhookHeader } from '@sendgrid/eventwebhook';
import { afterEach, describe, expect, test } from 'vitest';
import { batches } from '../../src/sandbox/event-queue.ts';
import { makeKeys } from '../../src/sandbox/sandbox-keys.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { postMail } from './post-mail.ts';
import { sampleBatch, sampleMail } from './sample-mail.ts';

interface Delivery {
  readonly signature: string;
  readonly timestamp: string;
  readonly body: Buffer;
}
type Event = Record<string, unknown>;

let server: Server | undefined;
let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.close();
  server?.closeAllConnections();
  server?.close();
});

/** A web side that answers with the given statuses, then 200, and keeps what came. */
async function listen(statuses: number[] = []) {
  const deliveries: Delivery[] = [];
  const web = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const header = (name: string) => String(request.headers[name.toLowerCase()]);
    deliveries.push({
      signature: header(EventWebhookHeader.SIGNATURE()),
      timestamp: header(EventWebhookHeader.TIMESTAMP()),
      body,
    });
    response.writeHead(statuses.shift() ?? 200).end();
  });
  server = web;
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}/events`;
  const started = await startSandbox({ events: { url, privateKey: makeKeys().privateKey } });
  sandbox = started;
  return { started, deliveries };
}

const eventsIn = (deliveries: Delivery[]): Event[] =>
  deliveries.flatMap(({ body }) => JSON.parse(body.toString()) as Event[]);
const to = (...emails: string[]) =>
  sampleMail({ personalizations: emails.map((email) => ({ to: [{ email }] })) });

describe('events', () => {
  test("are signed as SendGrid's own package wants them", async () => {
    const { started, deliveries } = await listen();
    await postMail(started, sampleBatch(2));
    await started.close();
    const webhook = new EventWebhook();
    const key = webhook.convertPublicKeyToECDSA(started.publicKey);
    const [delivery] = deliveries;
    expect(delivery).toBeDefined();
    const verify = (body: Buffer) =>
      webhook.verifySignature(key, body, delivery?.signature ?? '', delivery?.timestamp ?? '');
    expect(verify(delivery?.body ?? Buffer.alloc(0))).toBe(true);
    expect(verify(Buffer.from('[]'))).toBe(false);
  });

  test('carry the common fields and our custom args at top level', async () => {
    const { started, deliveries } = await listen();
    const { headers } = await postMail(started, { ...sampleBatch(1), categories: ['door'] });
    await started.close();
    const [processed, delivered] = eventsIn(deliveries);
    expect(processed).toMatchObject({
      event: 'processed',
      email: 'supporter1@example.org',
      timestamp: expect.any(Number),
      sg_event_id: expect.stringMatching(/^[\w-]{22}$/),
      'smtp-id': expect.stringMatching(/^<.+>$/),
      category: 'door',
      outcry_campaign: '1',
      outcry_recipient: '1',
    });
    expect(String(processed?.sg_message_id).split('.')[0]).toBe(headers.get('x-message-id'));
    expect(delivered).toMatchObject({ event: 'delivered' });
    expect(delivered?.sg_event_id).not.toBe(processed?.sg_event_id);
  });

  test.each([
    { email: 'ann@example.org', story: ['processed', 'delivered'], last: {} },
    {
      email: 'ann+bounce@example.org',
      story: ['processed', 'bounce'],
      last: { type: 'bounce', status: '5.1.1' },
    },
    { email: 'ann+spam@example.org', story: ['processed', 'delivered', 'spamreport'], last: {} },
    { email: 'ann+DROP@example.org', story: ['dropped'], last: { reason: 'Bounced Address' } },
    { email: 'ann+bounced@example.org', story: ['processed', 'delivered'], last: {} },
  ])('$email: $story', async ({ email, story, last }) => {
    const { started, deliveries } = await listen();
    await postMail(started, to(email));
    await started.close();
    const events = eventsIn(deliveries);
    expect(events.map(({ event }) => event)).toEqual(story);
    expect(events.at(-1)).toMatchObject(last);
  });

  test('are posted again when they were not taken, redirects included', async () => {
    const { started, deliveries } = await listen([500, 302]);
    await postMail(started, to('ann@example.org'));
    await started.close();
    expect(deliveries).toHaveLength(3);
    expect(new Set(deliveries.map(({ body }) => body.toString())).size).toBe(1);
    expect(started.stats().events).toEqual({ posted: 2, lost: 0, pending: 0 });
  });

  test('of many requests all arrive, at most 1000 in one post', async () => {
    const { started, deliveries } = await listen();
    for (let first = 0; first < 2400; first += 400)
      await postMail(started, sampleBatch(400, first));
    await started.close();
    expect(eventsIn(deliveries)).toHaveLength(4800);
    for (const delivery of deliveries)
      expect(eventsIn([delivery]).length).toBeLessThanOrEqual(1000);
    expect(new Set(eventsIn(deliveries).map(({ sg_event_id }) => sg_event_id)).size).toBe(4800);
  });

  test('are cut into bodies of at most 768 KB', () => {
    const events = Array.from({ length: 900 }, () => ({ note: 'é'.repeat(1000) }));
    const bodies = [...batches(events)].map(({ body }) => body);
    expect(bodies.length).toBeGreaterThan(1);
    for (const body of bodies) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(768 * 1024);
    expect(bodies.flatMap((body) => JSON.parse(body))).toEqual(events);
  });
});
