import type { FastifyInstance } from 'fastify';
import type { Site } from './site.ts';
import { describeBug } from './web-log.ts';

/** A report judges what is left by itself: this keeps it little. */
const PAUSE_MS = 10_000;

/** Clicks are judged when nobody waits for it: who visits a page does not, nor who wants the report. */
export function keepJudging(server: FastifyInstance, site: Site): void {
  let underWay: Promise<void> | undefined;
  const stopping = new AbortController();
  const begin = () => {
    underWay ??= judge(site, stopping.signal).finally(() => {
      underWay = undefined;
    });
  };
  const timer = setInterval(begin, PAUSE_MS).unref();
  server.addHook('onClose', async () => {
    clearInterval(timer);
    stopping.abort();
    await underWay;
  });
}

async function judge(site: Site, stop: AbortSignal): Promise<void> {
  try {
    await site.ledger.judgeNewClicks(undefined, stop);
  } catch (error) {
    site.log({ level: 'error', what: describeBug(error) });
  }
}
