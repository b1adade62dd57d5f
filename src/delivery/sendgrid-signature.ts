import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { EXIT, OutcryError } from '../errors.ts';

interface Signed {
  /** As `readWebhookKey` gives it, or OUTCRY_WEBHOOK_KEY itself. */
  readonly publicKey: KeyObject | string;
  /** Header X-Twilio-Email-Event-Webhook-Signature. */
  readonly signature: string;
  /** Header X-Twilio-Email-Event-Webhook-Timestamp. */
  readonly timestamp: string;
  /** The body's bytes as they came, before any parsing. */
  readonly body: Buffer;
}

/**
 * Whether SendGrid signed these events: ECDSA P-256 with SHA-256 over timestamp and body
 * (https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features).
 * False for whatever is no signature. Throws an OutcryError if the key is none.
 */
export function verifySignature({ publicKey, signature, timestamp, body }: Signed): boolean {
  const key = typeof publicKey === 'string' ? readWebhookKey(publicKey) : publicKey;
  const signed = Buffer.concat([Buffer.from(timestamp), body]);
  return verify('sha256', signed, key, Buffer.from(signature, 'base64'));
}

/** The public key as SendGrid shows it: base64 of SPKI DER; PEM's lines around it do no harm. */
export function readWebhookKey(text: string): KeyObject {
  const key = Buffer.from(text.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  try {
    const publicKey = createPublicKey({ key, format: 'der', type: 'spki' });
    if (publicKey.asymmetricKeyDetails?.namedCurve === 'prime256v1') return publicKey;
  } catch {
    // Told below, like a key of another kind.
  }
  throw new OutcryError({
    code: 'webhook-key',
    what: "OUTCRY_WEBHOOK_KEY does not hold the public key of SendGrid's signed events.",
    fix: 'Copy the verification key from SendGrid (Settings, Mail Settings, Event Webhooks, Signature Verification) into .env.',
    exit: EXIT.environment,
  });
}
