import type { FastifyInstance } from 'fastify';
import { forgetUnconfirmed } from '../sign-publicly.ts';
import type { Site } from './site.ts';
import { describeBug } from './web-log.ts';

const DAY_MS = 86_400_000;
const FORGOTTEN = 'signatures were never confirmed, and what was typed has been deleted.';

/** When the server starts and once a day, what nobody has confirmed in time is forgotten. */
export function keepForgetting(server: FastifyInstance, site: Site): void {
  let underWay = Promise.resolve();
  const begin = () => {
    underWay = forget(site);
    return underWay;
  };
  const timer = setInterval(begin, DAY_MS).unref();
  server.addHook('onReady', begin);
  server.addHook('onClose', async () => {
    clearInterval(timer);
    await underWay;
  });
}

/** Supporters can sign, whatever comes of it. */
async function forget(site: Site): Promise<void> {
  try {
    const count = await forgetUnconfirmed(site);
    if (count > 0) site.log({ level: 'info', what: `${count} ${FORGOTTEN}` });
  } catch (error) {
    site.log({ level: 'error', what: describeBug(error) });
  }
}
