import type { Environment } from '../config.ts';
import type { Transport } from '../delivery/transport.ts';

/** How long it has patience, in milliseconds, and how many requests it makes at once; as a send does, if it is not said. */
interface Manners {
  readonly timeoutMs?: number;
  readonly connectTimeoutMs?: number;
  readonly sockets?: number;
}

/** The transport that the environment asks for. Throws an OutcryError (exit 3) for a bad key or address. */
export async function openTransport(
  { SENDGRID_API_KEY: apiKey = '', OUTCRY_SENDGRID_URL: url }: Environment,
  manners: Manners = {},
): Promise<Transport> {
  const { createSendGrid } = await import('../delivery/sendgrid.ts');
  return createSendGrid({ ...manners, apiKey, url: url || undefined });
}
