import { createHmac, randomBytes } from 'node:crypto';
import { networkOf } from './network-of.ts';

const DAY_MS = 86_400_000;
const HASH_LENGTH = 16;

interface Salt {
  readonly day: number;
  readonly bytes: Buffer;
}

/** Tells whether two visits of one day came from one place, and nothing else. */
export type HashNetwork = (remoteAddress: string) => string;

/**
 * Hashes the network of an IP address with a salt of the day (UTC). The salt is random, stands in
 * this process's memory alone and is forgotten when its day is over: from then on nobody can tell
 * which address a hash was made of, not even by trying them all. A restart begins a new salt.
 */
export function createNetworkHash(now: () => number): HashNetwork {
  let salt: Salt | undefined;
  const saltOf = (at: number): Salt => {
    const day = Math.floor(at / DAY_MS);
    if (salt?.day === day) return salt;
    const made = { day, bytes: randomBytes(32) };
    salt = made;
    setTimeout(
      () => {
        if (salt === made) salt = undefined;
      },
      (day + 1) * DAY_MS - at,
    ).unref();
    return made;
  };
  return (remoteAddress) =>
    createHmac('sha256', saltOf(now()).bytes)
      .update(networkOf(remoteAddress))
      .digest('base64url')
      .slice(0, HASH_LENGTH);
}
