import type { Environment } from '../config.ts';
import { maskAddresses } from '../delivery/mask-addresses.ts';

/** Shorter ones stand in words by chance. */
const SHORTEST_SECRET = 6;

/**
 * Gives what takes secrets and addresses out of a text, whoever wrote it: what the engine, the database
 * and SendGrid say goes into a worker's log as well. An address keeps its first letter and its domain.
 */
export function createMask(environment: Environment): (text: string) => string {
  const secrets = secretsOf(environment);
  return (text) =>
    maskAddresses(secrets.reduce((masked, secret) => masked.replaceAll(secret, '…'), text));
}

/** The longest first: one may be part of another. */
function secretsOf(environment: Environment): string[] {
  const {
    SENDGRID_API_KEY,
    OUTCRY_SECRET = '',
    OUTCRY_DATABASE_URL,
    OUTCRY_NOTIFY_URL,
  } = environment;
  return [
    SENDGRID_API_KEY,
    ...OUTCRY_SECRET.split(','),
    OUTCRY_DATABASE_URL,
    ...passwordsOf(OUTCRY_DATABASE_URL ?? ''),
    OUTCRY_NOTIFY_URL,
  ]
    .map((secret) => secret?.trim() ?? '')
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
}

/** As it is written in an address, and as it is. */
function passwordsOf(address: string): string[] {
  const password = URL.canParse(address) ? new URL(address).password : '';
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}
