import type { Campaign } from '../ledger/ledger.ts';
import type { Awaited } from './await-winner.ts';
import { type PaceTools, waitUntil } from './keep-pace.ts';
import { outsideStop } from './stops.ts';
import { type WatchTools, watchOver } from './watch-over.ts';

/** After so long at the latest, it is looked again whether another process has let the rest go. */
const LOOK_MS = 5_000;

/**
 * Once the first wave of a campaign is sent, waits for as long as was asked for while the guard watches,
 * and then lets the rest go, if the guard has found nothing.
 */
export async function awaitWave(
  campaign: Campaign,
  tools: PaceTools & WatchTools,
): Promise<Awaited> {
  const { ledger, now, tell } = tools;
  const { number } = campaign;
  for (let told = 0; ; ) {
    const wave = (await ledger.guardOf(number))?.wave;
    if (!wave) return { mayGoOn: false };
    if (wave.passedAt !== undefined) {
      if (told > 0) tell?.({ type: 'wave', recipients: wave.recipients });
      return { mayGoOn: true };
    }
    const sentAt = await ledger.waveSent(number);
    if (sentAt === undefined) return { mayGoOn: false, stop: await outsideStop(campaign, tools) };
    if ((await ledger.tally(number)).planned === 0) return { mayGoOn: false };
    const until = sentAt + wave.waitMs;
    if (until !== told) tell?.({ type: 'wait', reason: 'wave', until });
    told = until;
    const isOver = now() >= until;
    const stop = isOver ? await watchOver(campaign, tools) : undefined;
    if (stop) return { mayGoOn: false, stop };
    // Not passed although its time is up: a page that has failed once is to be asked again.
    const isInDoubt = isOver && (await ledger.guardOf(number))?.wave?.passedAt === undefined;
    const next = isOver ? (isInDoubt ? now() + LOOK_MS : now()) : Math.min(until, now() + LOOK_MS);
    if (!(await sit(campaign, next, tools))) {
      return { mayGoOn: false, stop: await outsideStop(campaign, tools) };
    }
  }
}

/** False if something ended the wait. */
async function sit(campaign: Campaign, until: number, tools: PaceTools): Promise<boolean> {
  if (!(await tools.ledger.takeSender(campaign.number)).taken) return false;
  return waitUntil(until, campaign, 'sending', tools, { atMostMs: LOOK_MS });
}
