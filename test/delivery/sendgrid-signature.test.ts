import { generateKeyPairSync, sign } from 'node:crypto';
import { EventWebhook } from '@sendgrid/eventwebhook';
import { describe, expect, test } from 'vitest';
import { readWebhookKey, verifySignature } from '../../src/delivery/sendgrid-signature.ts';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const timestamp = '1795521600';
const body = Buffer.from('[{"event":"processed","email":"zoë@example.org"}]\r\n');
const signWith = (key: typeof pair.privateKey, text = timestamp) =>
  sign('sha256', Buffer.concat([Buffer.from(text), body]), key).toString('base64');
const signature = signWith(pair.privateKey);

/** SendGrid's own package; it throws where it cannot even read the signature. */
function packageSays(given: { signature: string; timestamp: string; body: Buffer }): boolean {
  const webhook = new EventWebhook();
  const key = webhook.convertPublicKeyToECDSA(publicKey);
  try {
    return webhook.verifySignature(key, given.body, given.signature, given.timestamp);
  } catch {
    return false;
  }
}

const flip = (index: number) => {
  const bytes = Buffer.from(signature, 'base64');
  bytes.writeUInt8((bytes.at(index) ?? 0) ^ 1, index < 0 ? bytes.length + index : index);
  return bytes.toString('base64');
};

describe('a signature is judged as SendGrid’s own package does', () => {
  const good = { signature, timestamp, body };
  test.each([
    { given: good, valid: true, reason: 'right' },
    {
      given: { ...good, signature: signWith(stranger.privateKey) },
      valid: false,
      reason: 'by another key',
    },
    { given: { ...good, timestamp: '1795521601' }, valid: false, reason: 'of another time' },
    { given: { ...good, timestamp: '' }, valid: false, reason: 'without a time' },
    { given: { ...good, body: Buffer.from('[]') }, valid: false, reason: 'of another body' },
    { given: { ...good, body: body.subarray(0, -1) }, valid: false, reason: 'of a longer body' },
    { given: { ...good, signature: flip(-1) }, valid: false, reason: 'with a bit changed' },
    { given: { ...good, signature: flip(0) }, valid: false, reason: 'with its frame broken' },
    { given: { ...good, signature: signature.slice(0, 40) }, valid: false, reason: 'truncated' },
    { given: { ...good, signature: 'garbage' }, valid: false, reason: 'garbled' },
    { given: { ...good, signature: '' }, valid: false, reason: 'empty' },
    { given: { ...good, signature: '%%%' }, valid: false, reason: 'not even base64' },
  ])('$reason: $valid', ({ given, valid }) => {
    expect(verifySignature({ publicKey, ...given })).toBe(valid);
    expect(packageSays(given)).toBe(valid);
  });
});

describe('the key', () => {
  test('may be read once, and may have its PEM lines', () => {
    const pem = pair.publicKey.export({ format: 'pem', type: 'spki' }).toString();
    for (const text of [publicKey, pem, ` ${publicKey}\n`]) {
      const key = readWebhookKey(text);
      expect(verifySignature({ publicKey: key, signature, timestamp, body })).toBe(true);
    }
  });

  test.each([
    ['', 'nothing'],
    ['nonsense', 'no key'],
    [publicKey.slice(0, 50), 'half a key'],
    [
      generateKeyPairSync('ed25519')
        .publicKey.export({ format: 'der', type: 'spki' })
        .toString('base64'),
      'a key of another kind',
    ],
  ])('%s is refused as %s', (text) => {
    expect(() => readWebhookKey(text)).toThrow(
      expect.objectContaining({ code: 'webhook-key', exit: 3 }),
    );
  });
});
