import { generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { type ASite, openSite, ROSA } from './a-site.ts';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const webhookKey = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const BOUNCE = JSON.stringify([
  { email: ROSA, event: 'bounce', type: 'bounce', timestamp: 1_795_521_600, sg_message_id: 'a.b' },
]);

let site: ASite;
afterEach(() => site.close());

function send(body: string, { signed = body, key = privateKey } = {}): Promise<Response> {
  const timestamp = '1795521601';
  const signature = sign('sha256', Buffer.from(timestamp + signed), key).toString('base64');
  const headers = {
    'content-type': 'application/json',
    'x-twilio-email-event-webhook-signature': signature,
    'x-twilio-email-event-webhook-timestamp': timestamp,
  };
  return fetch(`${site.url}/events/sendgrid`, { method: 'POST', headers, body });
}

describe("SendGrid's events", () => {
  test('are kept when they are signed, and again when they come again', async () => {
    site = await openSite({ webhookKey });
    for (let time = 0; time < 3; time++) expect((await send(BOUNCE)).status).toBe(204);
    expect(await site.ledger.isSuppressed(ROSA)).toBe(true);
  });

  test('are answered with 401 and not kept when the signature is wrong', async () => {
    site = await openSite({ webhookKey });
    const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
    expect((await send(BOUNCE, { key: other })).status).toBe(401);
    expect((await send(BOUNCE, { signed: `${BOUNCE} ` })).status).toBe(401);
    const headers = { 'content-type': 'application/json' };
    const unsigned = { method: 'POST', headers, body: BOUNCE };
    expect((await fetch(`${site.url}/events/sendgrid`, unsigned)).status).toBe(401);
    expect(await site.ledger.isSuppressed(ROSA)).toBe(false);
  });

  test('are kept once each: thousands, out of order, of kinds that we do not know, again and again', async () => {
    const people = Array.from({ length: 3000 }, (_, index) => `${index + 1}@example.org`);
    const supporters = people.map((email) => ({ email, fields: {} }));
    site = await openSite({ webhookKey, supporters });
    await site.ledger.takeSender(site.campaign);
    const batch = await site.ledger.claimBatch(site.campaign);
    if (!batch) throw new Error('There is no batch.');
    await site.ledger.settleBatch(batch, { state: 'unknown', reason: 'cut' });
    const post = people.flatMap((email, index) => {
      const number = String(index + 1);
      const args = { outcry_campaign: String(site.campaign), outcry_batch: '1' };
      const copy = { email, ...args, outcry_recipient: number, sg_event_id: number };
      return [
        { ...copy, event: 'delivered', timestamp: 1_795_521_602 },
        { ...copy, event: 'processed', timestamp: 1_795_521_601 },
        { ...copy, event: 'moonrise', timestamp: 1_795_521_603, phase: 'full' },
      ];
    });
    const again = post.toReversed().map((one) => ({ ...one, sg_event_id: `x${one.sg_event_id}` }));
    const stranger = ['no event', null, { event: '' }];
    expect((await send(JSON.stringify(post.slice(0, 4000)))).status).toBe(204);
    expect((await send(JSON.stringify([...again, ...stranger]))).status).toBe(204);
    expect((await send(JSON.stringify(post))).status).toBe(204);
    expect((await site.ledger.figures(site.campaign)).events).toEqual({
      delivered: 3000,
      processed: 3000,
      moonrise: 3000,
    });
    expect(await site.ledger.tally(site.campaign)).toMatchObject({ unknown: 0, accepted: 1000 });
    expect(JSON.stringify(site.log)).toContain('3 entries');
  });

  test('may be five megabytes', async () => {
    site = await openSite({ webhookKey });
    const many = JSON.stringify([{ email: ROSA, event: 'open', useragent: 'x'.repeat(5_000_000) }]);
    expect((await send(many)).status).toBe(204);
  });

  test('that are signed but no list are answered with 400', async () => {
    site = await openSite({ webhookKey });
    expect((await send('{"not":"a list"}')).status).toBe(400);
  });

  test('are answered with 503 without a key, and the log says which key to set', async () => {
    site = await openSite();
    expect((await send(BOUNCE)).status).toBe(503);
    expect(JSON.stringify(site.log)).toContain('OUTCRY_WEBHOOK_KEY');
    expect(await site.ledger.isSuppressed(ROSA)).toBe(false);
  });
});
