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
