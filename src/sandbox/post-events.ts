import { type KeyObject, sign } from 'node:crypto';

export interface EventTarget {
  readonly url: string;
  readonly privateKey: KeyObject;
}

const TIMEOUT_MS = 10_000;

/**
 * Posts one batch of events, signed as SendGrid signs: ECDSA P-256 with SHA-256 over timestamp and
 * body. True if it was taken; a redirect counts as a refusal. Never throws for what a network does.
 * `now` is in milliseconds since 1970.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
export async function postEvents(
  { url, privateKey }: EventTarget,
  body: string,
  now: number,
  stopped: AbortSignal,
): Promise<boolean> {
  const timestamp = String(Math.floor(now / 1000));
  const signature = sign('sha256', Buffer.from(timestamp + body), privateKey).toString('base64');
  const headers = {
    'Content-Type': 'application/json',
    'User-Agent': 'SendGrid Event API',
    'X-Twilio-Email-Event-Webhook-Signature': signature,
    'X-Twilio-Email-Event-Webhook-Timestamp': timestamp,
  };
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
