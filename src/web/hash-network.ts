import { createHmac, randomBytes } from 'node:crypto';
import type { Ledger } from '../ledger/ledger.ts';
import { networkOf } from './network-of.ts';

const DAY_MS = 86_400_000;
const HASH_LENGTH = 16;

interface Salt {
  readonly day: number;
  readonly text: Promise<string>;
}

/** Tells whether two visits of one day came from one place, and nothing else. */
export type HashNetwork = (remoteAddress: string) => Promise<string>;

/**
 * Hashes the network of an IP address with a salt of the day (UTC). The salt is random and forgotten
 * when its day is over: from then on nobody can tell which address a hash was made of, not even by
 * trying them all. It stands in this process's memory alone, and a restart begins a new one; where web
 * servers of several machines share the ledger they share it there for its day.
 */
export function createNetworkHash(
  now: () => number,
  ledger: Pick<Ledger, 'daySalt' | 'forgetSalts'>,
): HashNetwork {
  let salt: Salt | undefined;
  const saltOf = (at: number): Promise<string> => {
    const day = Math.floor(at / DAY_MS);
    if (salt?.day === day) return salt.text;
    const made = { day, text: makeSalt(ledger, day) };
    salt = made;
    const forget = () => {
      if (salt === made) salt = undefined;
    };
    made.text.catch(forget);
    setTimeout(
      () => {
        forget();
        // If it cannot be now, whoever makes the next one does.
        ledger.forgetSalts(day + 1).catch(() => {});
      },
      (day + 1) * DAY_MS - at,
    ).unref();
    return made.text;
  };
  return async (remoteAddress) =>
    createHmac('sha256', await saltOf(now()))
      .update(networkOf(remoteAddress))
      .digest('base64url')
      .slice(0, HASH_LENGTH);
}

async function makeSalt(ledger: Pick<Ledger, 'daySalt'>, day: number): Promise<string> {
  return (await ledger.daySalt(day)) ?? randomBytes(32).toString('base64url');
}
