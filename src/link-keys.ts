/** The keys that sign links, made from the secrets of OUTCRY_SECRET. */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { EXIT, OutcryError } from './errors.ts';

/** In characters of base64url: 84 bits. */
export const MAC_LENGTH = 14;

export interface Key {
  readonly id: string;
  readonly key: KeyObject;
}

/**
 * The link secrets of OUTCRY_SECRET, separated by commas or white space, the newest first.
 * Throws an OutcryError that shows none of them.
 */
export function parseSecrets(text: string | undefined): string[] {
  const secrets = (text ?? '').split(/[\s,]+/).filter((secret) => secret !== '');
  if (secrets.length === 0) throw missingSecret();
  const short = secrets.findIndex((secret) => secret.length < 32);
  if (short === -1) return secrets;
  const which = secrets.length === 1 ? '' : ` (number ${short + 1} of ${secrets.length})`;
  throw new OutcryError({
    code: 'secret-too-short',
    what: `The secret in OUTCRY_SECRET${which} is shorter than 32 characters.`,
    fix: `${MAKE_ONE} If it holds several, separate them by commas, the newest first.`,
    exit: EXIT.environment,
  });
}

const MAKE_ONE =
  'Make one with "openssl rand -hex 32" and put it into the environment or .env as OUTCRY_SECRET=…';

export function missingSecret(): OutcryError {
  return new OutcryError({
    code: 'secret-missing',
    what: 'OUTCRY_SECRET is not set, so no link can be signed or read.',
    fix: `${MAKE_ONE} Keep it: the links of letters that were sent need it.`,
    exit: EXIT.environment,
  });
}

/** Derived, because the same secret also serves other ends, and the id must tell nothing of it. */
export function makeKey(secret: string): Key {
  const derive = (purpose: string) => createHmac('sha256', secret).update(purpose).digest();
  const id = (derive('outcry links: key id').readUInt32BE() % 36 ** 2).toString(36);
  return { id: id.padStart(2, '0'), key: createSecretKey(derive('outcry links: key')) };
}

/** In constant time; only the length, which is no secret, shows. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
